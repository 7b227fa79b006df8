import type { Locked } from './locks.ts';

/** What a package of a lock file needs of the machine to be compiled. */
export interface Need {
  /** As the lock file names it. */
  readonly names: readonly string[];
  /** Only where the lock file lists this among its dependencies. */
  readonly includes?: string;
  /** Only where it does not. */
  readonly lacks?: string;
  /** Packages of Amazon Linux 2023 and of Ubuntu. */
  readonly al2023: readonly string[];
  readonly ubuntu: readonly string[];
  /** Variables that, where one is set, name another way. */
  readonly unless?: readonly string[];
  readonly why: string;
  /** Where that is from. */
  readonly source: string;
}

/** Something that a machine has to bring, and what asks for it. */
export interface Needed {
  readonly need: Need;
  /** Absent: any crate at all. */
  readonly locked?: Locked;
  /** It is compiled only where an artifact is not there: `missing: build`. */
  readonly fallback?: boolean;
}

/** Which of the rows a list of packages asks for: each with the first package that does. */
export function* matching(locked: readonly Locked[], needs: readonly Need[]): Iterable<Needed> {
  for (const need of needs)
    for (const one of locked) {
      if (!need.names.includes(one.name)) continue;
      if (need.includes !== undefined && !one.dependencies.includes(need.includes)) continue;
      if (need.lacks !== undefined && one.dependencies.includes(need.lacks)) continue;
      yield { need, locked: one };
      break;
    }
}

/** The images that are known, by their name in `machine.image`. */
export type Image = 'al2023' | 'ubuntu';

export function imageKind(image: string | undefined): Image | undefined {
  if (image === undefined) return undefined;
  if (/^(al2023|amazon-?linux-?2023)/i.test(image) || RELATIVES.al2023.test(image)) return 'al2023';
  return /^ubuntu/i.test(image) || RELATIVES.ubuntu.test(image) ? 'ubuntu' : undefined;
}

/** Images whose packages have the same names as those of one that is known, as far as these rows go. */
const RELATIVES: Readonly<Record<Image, RegExp>> = {
  al2023: /^(fedora|rocky|alma|rhel|centos-stream)/i,
  ubuntu: /^debian/i,
};

/** Whether the rows were checked against this very image, and not only a relative of it. */
export function isChecked(image: string): boolean {
  return !Object.values(RELATIVES).some(pattern => pattern.test(image));
}

/** What a package brings with it, by names that other rows use. */
const BRINGS: readonly (readonly [pattern: RegExp, names: readonly string[]])[] = [
  [/^gcc-c\+\+$/, ['gcc']],
  [/^build-essential$/, ['gcc', 'g++', 'gcc-c++', 'make']],
  [
    /^@?"?development[ -]tools"?$/i,
    ['gcc', 'gcc-c++', 'make', 'autoconf', 'automake', 'libtool', 'bison', 'pkgconf-pkg-config'],
  ],
  [/^clang$/, ['clang-libs']],
  [/^(clang-devel|llvm-devel)$/, ['clang', 'clang-libs']],
  [/^libclang-dev$/, ['clang']],
  [/^libclang-\d+-dev$/, ['libclang-dev', 'clang']],
  [/^python3[.\d]*-devel$/, ['python3-devel']],
  [/^python3[.\d]*-dev$/, ['python3-dev']],
  [
    /^perl(-core)?$/,
    [
      'perl-interpreter',
      'perl-lib',
      'perl-FindBin',
      'perl-IPC-Cmd',
      'perl-File-Compare',
      'perl-File-Copy',
      'perl-Time-Piece',
      'perl-Data-Dumper',
    ],
  ],
  [/^g\+\+$/, ['gcc']],
  [/^pkgconf$/, ['pkg-config', 'pkgconf-pkg-config']],
  [/^(?!glibc)[\w.+-]+-devel$/, ['pkgconf-pkg-config']],
  // What the C compiler needs comes with it.
  [/^gcc$/, ['glibc-devel', 'binutils']],
];

/** Everything that a list of installed packages brings. */
export function broughtBy(installed: Iterable<string>): ReadonlySet<string> {
  const all = new Set(installed);
  // It is `cc` and `c++` where there is no other: the scripts of Debian's package say so, and the RPM asks for `gcc-c++`.
  if (all.has('clang')) for (const one of ['gcc', 'g++', 'gcc-c++']) all.add(one);
  for (const name of all)
    for (const [pattern, names] of [...BRINGS, ...pkgConfig(name)])
      if (pattern.test(name)) for (const one of names) all.add(one);
  return all;
}

/** `dnf install 'pkgconfig(openssl)'` installs the package that has `openssl.pc`: by custom the library's, with `-devel`. */
function pkgConfig(name: string): typeof BRINGS {
  const library = /^pkgconfig\((?:lib)?([\w.+-]+?)\)$/.exec(name)?.[1];
  return library === undefined ? [] : [[/^/, [`${library}-devel`, `lib${library}-devel`]]];
}
