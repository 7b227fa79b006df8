import type { ShellWord } from '../shell/words.ts';
import { ofAddress } from './downloads.ts';
import { type Loose, MOVING, VERSION } from './loose.ts';

/** `pip install`, `pip download`. */
export function ofPip(args: readonly ShellWord[]): readonly Loose[] {
  const values =
    /^(-r|--requirement|-c|--constraint|-e|--editable|-t|--target|-i|--index-url|--extra-index-url|-f|--find-links|--python|--platform|--prefix|--root|--python-version|--trusted-host|--cache-dir|--progress-bar|--only-binary|--no-binary|--timeout|--retries|--proxy|--cert)$/;
  // A constraints file holds the versions; without an index nothing comes from outside.
  if (args.some(({ value }) => /^(-c|--constraint|--require-hashes|--no-index$)/.test(value ?? ''))) return [];
  return args.flatMap((word, index): readonly Loose[] => {
    const { value, text, start, end } = word;
    const given = value ?? text;
    if (/^(-r|--requirement)$/.test(args[index - 1]?.value ?? '') && /:\/\//.test(given))
      return VERSION.test(given)
        ? []
        : [{ how: 'latest', what: given, instead: 'commit the file, with a version in each line', start, end }];
    if (values.test(args[index - 1]?.value ?? '') || given.startsWith('-') || value === undefined) return [];
    if (/^git\+/.test(given) || /@ ?git\+/.test(given)) {
      const ref = /\.git@([^#]+)|[^/:@]@([\w./-]+)(#|$)/.exec(given.replace(/^git\+\w+:\/\/([^@/]*@)?/, ''));
      const name = ref?.[1] ?? ref?.[2];
      return name !== undefined && !MOVING.test(name)
        ? []
        : [{ how: 'branch', what: given, instead: 'name a tag or a commit: `…git@v1.2.3`', start, end }];
    }
    if (/:\/\//.test(given)) return ofAddress({ ...word, value: given.replace(/^[\w.-]+ ?@ ?/, '') });
    if (/^[./~]|\.whl$|\.tar\.gz$|\//.test(given)) return [];
    const name = given.replace(/\[.*\]/, '');
    if (/^(pip|setuptools|wheel|build|virtualenv|uv)$/.test(name)) return [];
    return /===?|@/.test(given)
      ? []
      : [
          {
            how: 'unversioned',
            what: given,
            instead: `name its version: \`${name.replace(/[<>=!~;,].*$/, '')}==1.2.3\`, or a file of pinned requirements`,
            start,
            end,
          },
        ];
  });
}

/** Whether a line of a requirements file names one version, or none of a package at all. */
export function isPinned(line: string): boolean {
  if (/^(-|\.|\/|https?:|file:)/.test(line))
    return !/^(-e|--editable)\s+git\+/.test(line) || /\.git@[^#\s]+/.test(line);
  if (/@\s*(https?|file):/.test(line)) return true;
  if (/git\+/.test(line)) return /\.git@(?!main\b|master\b|develop\b)[^#\s]+/.test(line);
  return /===?\s*[^\s*]+(\s|;|$|\\)/.test(line) && !/==\s*[\d.]*\*/.test(line);
}
