import type { Command } from '../command.ts';
import type { Repository } from '../repository.ts';
import { inside } from '../repository.ts';
import type { Called } from '../shell/surroundings.ts';
import { manifestOf } from './manifest.ts';
import { monorepoCalls } from './monorepo-runners.ts';

/** Options of concurrently that take the next word (github.com/open-cli-tools/concurrently, README). */
const CONCURRENTLY =
  /^(-n|--names|-c|--prefix-colors|-s|--success|-m|--max-processes|-p|--prefix|-l|--prefix-length|-t|--timestamp-format|--name-separator|--restart-(tries|after)|--default-input-target|--hide|--kill-signal|--ks|--kill-timeout|--cwd|--shell)$/;

/** Programs that run scripts of package.json by name: `npm-run-all a b`, `concurrently "npm:a"`, `turbo run a`, `lerna run a`, `nx run-many -t a`. */
export function runnerCalls(program: string, command: Command, repository: Repository): readonly Called[] {
  const words = command.words.slice(1);
  const called = (text: string): Called => ({
    hop: { label: command.words.slice(0, 3).join(' ') },
    text,
    cwd: command.cwd,
  });
  switch (program) {
    case 'npm-run-all':
    case 'npm-run-all2':
    case 'run-s':
    case 'run-p':
      return series(words, command, repository).map(called);
    case 'conc':
    case 'concurrently':
      return beside(words, command, repository).map(called);
    case 'start-server-and-test':
    case 'start-test':
    case 'server-test':
      return afterServer(words, command, repository).map(called);
    default:
      return monorepoCalls(program, command, repository);
  }
}

/** `npm-run-all a "b -- --x" -- words`: each script, with what is behind `--` where it says `{1}` or `{@}` (github.com/mysticatea/npm-run-all, docs). */
function series(words: readonly string[], command: Command, repository: Repository): readonly string[] {
  const end = words.indexOf('--');
  const given = end < 0 ? [] : words.slice(end + 1);
  const asked: string[] = [];
  for (let at = 0; at < (end < 0 ? words.length : end); at++) {
    const word = words[at]!;
    if (/^(--max-parallel|--npm-path|-l)$/.test(word)) at += word === '-l' ? 0 : 1;
    else if (!word.startsWith('-')) asked.push(word);
  }
  return asked.flatMap(text => {
    const [pattern = '', ...rest] = text
      .replaceAll(/\{[@*]\}/g, given.join(' '))
      .replaceAll(/\{(\d)\}/g, (_, number: string) => given[Number(number) - 1] ?? '')
      .split(' ');
    return scripts(pattern, command, repository).map(name => ['npm run', name, ...rest].join(' '));
  });
}

function beside(words: readonly string[], command: Command, repository: Repository): readonly string[] {
  const texts: string[] = [];
  for (let at = 0; at < words.length; at++) {
    if (CONCURRENTLY.test(words[at]!)) at++;
    else if (!words[at]!.startsWith('-')) texts.push(words[at]!);
  }
  return texts.flatMap(text => {
    const [, name, args = ''] = /^(?:npm|yarn|pnpm|bun|node|deno):(\S+)(.*)$/.exec(text) ?? [];
    if (name === undefined) return [text];
    return scripts(name, command, repository).map(
      script => `npm run ${script}${/^\s+(?!--( |$))/.test(args) ? ` --${args}` : args}`,
    );
  });
}

/** `start-server-and-test serve http://localhost:3000 test`: what comes last, a script or a command, is run while the others serve. */
function afterServer(words: readonly string[], command: Command, repository: Repository): readonly string[] {
  const last = words.filter(word => !word.startsWith('-')).at(-1);
  if (last === undefined) return [];
  const directory = inside(repository, command.cwd);
  const known = directory === undefined ? undefined : manifestOf(directory, repository)?.scripts.has(last);
  return [known ? `npm run ${last}` : last];
}

/** `test:*` is every script of that form. */
function scripts(pattern: string, command: Command, repository: Repository): readonly string[] {
  if (!pattern.includes('*')) return [pattern];
  const directory = inside(repository, command.cwd);
  const all = directory === undefined ? undefined : manifestOf(directory, repository)?.scripts;
  const form = new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('**', '.+')
      .replaceAll('*', '[^:]+')}$`,
  );
  return [...(all?.keys() ?? [])].filter(script => form.test(script));
}
