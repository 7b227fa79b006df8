import { source } from '../../schema/source.ts';
import type { RepositoryFacts } from '../facts.ts';
import type { Locked } from './locks.ts';

/** A package of a lock file of npm, pnpm or yarn. */
export interface NodeLocked extends Locked {
  /** It is compiled when it is installed: it has an install script, builds native code, and fetches no compiled form. */
  readonly compiled: boolean;
  /** Where it cannot be compiled, npm goes on without it. */
  readonly optional: boolean;
  /** It is there to develop with. */
  readonly development: boolean;
}

const HELPERS = /^(nan|node-addon-api|node-gyp|bindings)$/;
const FETCHERS =
  /^(node-gyp-build|prebuild-install|@mapbox\/node-pre-gyp|node-pre-gyp|prebuildify|detect-libc|napi-build-utils)$/;

const LOCKS: Readonly<Record<string, readonly string[]>> = {
  npm: ['package-lock.json', 'npm-shrinkwrap.json'],
  pnpm: ['pnpm-lock.yaml'],
  yarn: ['yarn.lock'],
};

/** What the lock file of a Node project lists, in the directory where its package manager runs. */
export function nodePackages(directory: string, manager: string, facts: RepositoryFacts): readonly NodeLocked[] {
  for (const name of LOCKS[manager] ?? []) {
    const path = directory === '' ? name : `${directory}/${name}`;
    const text = facts.read(path);
    if (text !== undefined) return name.endsWith('.json') ? ofNpm(path, text) : ofNames(path, text);
  }
  return [];
}

/** Versions 2 and 3 say which package has an install script: docs.npmjs.com/cli/configuring-npm/package-lock-json. */
function ofNpm(path: string, text: string): readonly NodeLocked[] {
  const from = source(path, text);
  return [...text.matchAll(/"(?:[^"\n]*node_modules\/)((?:@[\w.-]+\/)?[\w.-]+)"\s*:\s*\{/g)].map(match => {
    const start = match.index;
    const body = entryAt(text, start + match[0].length);
    const list = /"(?:dependencies)"\s*:\s*\{([^}]*)\}/.exec(body)?.[1] ?? '';
    const dependencies = [...list.matchAll(/"([^"]+)"\s*:/g)].map(one => one[1]!);
    const scripted = /"hasInstallScript"\s*:\s*true/.test(body);
    const optional = /"(?:optional|devOptional)"\s*:\s*true/.test(body);
    const compiled =
      scripted && dependencies.some(one => HELPERS.test(one)) && !dependencies.some(one => FETCHERS.test(one));
    const end = start + match[0].indexOf('"', 1) + 1;
    const development = /"(?:dev|devOptional)"\s*:\s*true/.test(body);
    return {
      name: match[1]!,
      dependencies,
      compiled,
      optional,
      development,
      place: { source: from, range: { start, end } },
    };
  });
}

/** The text of the object that begins before an offset. */
function entryAt(text: string, from: number): string {
  let depth = 1;
  let at = from;
  for (; at < text.length && depth > 0; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}') depth--;
  }
  return text.slice(from, at);
}

/** The others name packages, and not what they do when they are installed. */
function ofNames(path: string, text: string): readonly NodeLocked[] {
  const from = source(path, text);
  return [...text.matchAll(/^ {0,2}['"]?\/?((?:@[\w.-]+\/)?[\w.-]+)@[^\n]*:[ \t]*$/gm)].map(match => {
    const start = match.index + match[0].indexOf(match[1]!);
    const place = { source: from, range: { start, end: start + match[1]!.length } };
    return { name: match[1]!, dependencies: [], compiled: false, optional: false, development: false, place };
  });
}
