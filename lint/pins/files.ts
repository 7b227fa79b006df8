import { looseImage } from '../images.ts';
import { readShell, type SimpleCommand } from '../shell/commands.ts';
import { ofAddress } from './downloads.ts';
import type { Loose, Near, NearFile } from './loose.ts';
import { isPinned } from './python.ts';

type LooseIn = (text: string, start: number, file: NearFile, command: SimpleCommand) => readonly Loose[];

/** `pip install -r requirements.txt`: the first line that pins nothing, and how many more there are. */
export function ofRequirements(command: SimpleCommand, near: Near): readonly Loose[] {
  const args = command.words.map(({ value }) => value);
  if (args.some(word => /^(-c|--constraint|--require-hashes)/.test(word ?? ''))) return [];
  return args.flatMap((word, at) => {
    const joined = /^(?:-r|--requirement=)(.+)$/.exec(word ?? '')?.[1];
    const path = /^(-r|--requirement|--requirements)$/.test(args[at - 1] ?? '') ? word : joined;
    return path ? ofRequirementsFile(path, command, near, new Set()) : [];
  });
}

function ofRequirementsFile(path: string, command: SimpleCommand, near: Near, seen: Set<string>): readonly Loose[] {
  const file = near(command, path);
  if (!file || seen.has(file.path) || /^\s*--require-hashes|^\s*-c\s/m.test(file.text)) return [];
  seen.add(file.path);
  const lines = [...file.text.matchAll(/^[ \t]*([^\s#][^\n#]*?)[ \t]*(?:#.*)?$/gm)];
  const included = lines.flatMap(line => {
    const name = /^(?:-r|--requirement)[ =](.+)$/.exec(line[1]!)?.[1];
    const from = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
    return name ? ofRequirementsFile(`${from}${name.trim()}`, command, near, seen) : [];
  });
  const all = lines.filter(line => !isPinned(line[1]!));
  const [first] = all;
  if (!first) return included;
  const start = first.index + first[0].indexOf(first[1]!);
  const what = first[1]!.replace(/\s*;.*$/, '');
  const name = /^[\w.-]+/.exec(what)?.[0] ?? what;
  const instead = `name one version in each line, \`${name}==1.2.3\`; \`pip freeze\` and \`uv pip compile\` write such a file`;
  return [
    { how: 'unversioned', what, instead, more: all.length - 1, file, start, end: start + first[1]!.length },
    ...included,
  ];
}

/** `docker build`: what its Dockerfile starts from, fetches and installs. */
export function ofDockerfile(command: SimpleCommand, near: Near, looseIn: LooseIn): readonly Loose[] {
  const args = command.words.slice(1).map(({ value }) => value ?? '?');
  if (!args.slice(0, 3).includes('build')) return [];
  const at = args.findIndex(word => /^(-f|--file)$/.test(word));
  const named = at >= 0 ? args[at + 1] : args.map(word => /^--file=(.*)$/.exec(word)?.[1]).find(Boolean);
  const context = args.at(-1)!;
  const path = named ?? (/^-|^\?$|:\/\//.test(context) ? undefined : `${context.replace(/\/$/, '')}/Dockerfile`);
  const file = path === undefined ? undefined : near(command, path);
  return file ? inDockerfile(file, command, looseIn) : [];
}

function inDockerfile(file: NearFile, command: SimpleCommand, looseIn: LooseIn): readonly Loose[] {
  const stages = new Set<string>();
  const instruction = /^[ \t]*(FROM|RUN|ADD)[ \t]+((?:[^\n]*\\[ \t]*\r?\n(?:[ \t]*#[^\n]*\n)*)*[^\n]*)/gim;
  return [...file.text.matchAll(instruction)].flatMap((match): readonly Loose[] => {
    const body = match[2]!;
    const start = match.index + match[0].length - body.length;
    if (/^run$/i.test(match[1]!)) {
      const flags = /^(--\S+[ \t]+)*/.exec(body)![0].length;
      return /^\[|^<</.test(body.slice(flags)) ? [] : looseIn(body.slice(flags), start + flags, file, command);
    }
    const words = [...body.matchAll(/\S+/g)];
    const image = words.find(([word]) => !word.startsWith('--'));
    if (!image) return [];
    const place = { file, start: start + image.index, end: start + image.index + image[0].length };
    if (/^add$/i.test(match[1]!)) {
      const word = { value: image[0], text: image[0], glob: false, ...place };
      return ofAddress(word).map(one => ({ ...one, file }));
    }
    const as = words.findIndex(([word]) => /^as$/i.test(word));
    const known = stages.has(image[0]) || image[0] === 'scratch';
    if (as > 0 && words[as + 1]) stages.add(words[as + 1]![0]);
    return known ? [] : ofImage(image[0], place);
  });
}

function ofImage(name: string, place: { file: NearFile; start: number; end: number }): readonly Loose[] {
  return looseImage(name)
    ? [
        {
          how: 'image',
          what: name,
          instead: `name a version, best its digest: \`${name.replace(/:[\w.-]*$/, '')}:1.2.3@sha256:…\``,
          ...place,
        },
      ]
    : [];
}

const COMPOSE_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** `docker compose up`: the images of its services that it does not build. */
export function ofCompose(command: SimpleCommand, near: Near): readonly Loose[] {
  const args = command.words.map(({ value }) => value ?? '?');
  if (!args.some(word => /^(up|run|pull|create|start)$/.test(word))) return [];
  const named = args.flatMap((word, at) => {
    const joined = /^--file=(.*)$/.exec(word)?.[1];
    return /^(-f|--file)$/.test(args[at - 1] ?? '') ? [word] : joined ? [joined] : [];
  });
  const files = named.length > 0 ? named : COMPOSE_FILES;
  return files.flatMap(path => {
    const file = near(command, path);
    return file ? inCompose(file) : [];
  });
}

function inCompose(file: NearFile): readonly Loose[] {
  const lines = file.text.split('\n');
  let offset = 0;
  return lines.flatMap((line, index) => {
    const begin = offset;
    offset += line.length + 1;
    const image = /^(\s+)image:\s*(?:&\S+\s+)?["']?([^\s"'#*]+)/.exec(line);
    if (!image || isBuilt(lines, index, image[1]!.length)) return [];
    const start = begin + line.indexOf(image[2]!, image[1]!.length + 6);
    return ofImage(image[2]!, { file, start, end: start + image[2]!.length });
  });
}

/** The service of a line has a `build:` of its own. */
function isBuilt(lines: readonly string[], at: number, indent: number): boolean {
  const belongs = (line: string) => line.trim() === '' || /^\s*/.exec(line)![0].length >= indent;
  let from = at;
  let to = at;
  while (from > 0 && belongs(lines[from - 1]!)) from--;
  while (to + 1 < lines.length && belongs(lines[to + 1]!)) to++;
  return lines
    .slice(from, to + 1)
    .some(line => /^\s*/.exec(line)![0].length === indent && line.trim().startsWith('build:'));
}

/** Installers that resolve to whatever is newest where their lock file is not there. */
const LOCKS: Readonly<
  Record<string, { readonly manifest: string; readonly locks: readonly string[]; readonly make: string }>
> = {
  npm: { manifest: 'package.json', locks: ['package-lock.json', 'npm-shrinkwrap.json'], make: 'npm install' },
  pnpm: { manifest: 'package.json', locks: ['pnpm-lock.yaml'], make: 'pnpm install' },
  yarn: { manifest: 'package.json', locks: ['yarn.lock'], make: 'yarn install' },
  bun: { manifest: 'package.json', locks: ['bun.lock', 'bun.lockb'], make: 'bun install' },
  uv: { manifest: 'pyproject.toml', locks: ['uv.lock'], make: 'uv lock' },
  poetry: { manifest: 'pyproject.toml', locks: ['poetry.lock'], make: 'poetry lock' },
  bundle: { manifest: 'Gemfile', locks: ['Gemfile.lock'], make: 'bundle lock' },
  composer: { manifest: 'composer.json', locks: ['composer.lock'], make: 'composer update' },
};

/** `npm install`, `uv sync`, where the repository holds a manifest and no lock file. */
export function ofLockless(command: SimpleCommand, program: string, near: Near): readonly Loose[] {
  const lock = Object.hasOwn(LOCKS, program) ? LOCKS[program] : undefined;
  const [verb, ...more] = command.words.slice(1).flatMap(({ value }) => (value?.startsWith('-') ? [] : [value]));
  const installs = /^(install|i|sync|ci)$/.test(verb ?? '') && more.length === 0;
  const manifest = lock && installs ? near(command, lock.manifest) : undefined;
  if (!lock || !manifest) return [];
  if (program !== 'composer' && !/dependencies|requires|gem |packages/i.test(manifest.text)) return [];
  // A workspace keeps its lock file at its root.
  if (lock.locks.some(name => near(command, name) || near(command, `/${name}`))) return [];
  const { start, end } = command;
  const instead = `commit \`${lock.locks[0]}\`: \`${lock.make}\` writes it`;
  return [{ how: 'lockless', what: manifest.path, instead, start, end }];
}

/** The commands of a text inside a file, as findings in that file. */
export function inFile(
  text: string,
  start: number,
  file: NearFile,
  read: (text: ReturnType<typeof readShell>) => readonly Loose[],
): readonly Loose[] {
  return read(readShell(text)).map(one =>
    one.file ? one : { ...one, file, start: start + one.start, end: start + one.end },
  );
}
