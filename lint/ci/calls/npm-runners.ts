import type { Command } from '../command.ts';
import type { Repository } from '../repository.ts';
import { inside } from '../repository.ts';
import type { Called } from '../shell/surroundings.ts';
import { manifestOf } from './npm.ts';

/** Programs that run scripts of package.json by name: `npm-run-all a b`, `concurrently "npm:a"`, `turbo run a`, `lerna run a`, `nx run-many -t a`. */
export function runnerCalls(program: string, command: Command, repository: Repository): readonly Called[] {
  const words = command.words.slice(1);
  const plain = words.filter(word => !word.startsWith('-'));
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
      return plain.flatMap(name => scripts(name, command, repository)).map(name => called(`npm run ${name}`));
    case 'concurrently':
      return plain.flatMap(text => {
        const [, name, args = ''] = /^(?:npm|yarn|pnpm|bun):(\S+)(.*)$/.exec(text) ?? [];
        if (name !== undefined)
          return scripts(name, command, repository).map(script =>
            called(`npm run ${script}${/^\s+(?!--( |$))/.test(args) ? ` --${args}` : args}`),
          );
        return text.includes(' ') ? [called(text)] : [];
      });
    case 'turbo':
    case 'lerna':
    case 'nx': {
      const names = namesOf(program, words, plain);
      const filters = selected(
        words,
        program === 'lerna' ? ['--scope'] : program === 'turbo' ? ['--filter', '-F'] : ['-p', '--projects'],
      );
      // Such a filter may also be a path, a range of commits or an exclusion: then nothing is known of it.
      if (filters.some(filter => !/^@?[\w./-]+$/.test(filter))) return [];
      const where = filters.length === 0 ? '--workspaces' : filters.map(filter => `--workspace=${filter}`).join(' ');
      // The root is a project of nx like any other; a script of it that asks nx again says nothing more.
      const directory = inside(repository, command.cwd);
      const own = directory === undefined ? undefined : manifestOf(directory, repository)?.scripts;
      const rooted = names.filter(
        name => program === 'nx' && filters.length === 0 && !/^nx /.test(own?.get(name) ?? 'nx '),
      );
      return [
        ...names.map(name => called(`npm run ${name} ${where}`)),
        ...rooted.map(name => called(`npm run ${name}`)),
      ];
    }
    default:
      return [];
  }
}

function namesOf(program: string, words: readonly string[], plain: readonly string[]): readonly string[] {
  if (program === 'nx') {
    // What a change affects is in time everything: CI looks at each package when it changes.
    if (plain[0] !== 'run-many' && plain[0] !== 'affected') return [];
    return selected(words, ['-t', '--target', '--targets']).flatMap(name => name.split(','));
  }
  if (program === 'turbo' && plain[0] !== 'run') return plain.slice(0, 1);
  return plain[0] === 'run'
    ? plain
        .slice(1, program === 'lerna' ? 2 : undefined)
        .filter(name => !selected(words, ['--filter', '-F', '--scope', '--concurrency']).includes(name))
    : [];
}

function selected(words: readonly string[], options: readonly string[]): readonly string[] {
  return words.flatMap((word, index) => {
    const option = options.find(name => word === name || word.startsWith(`${name}=`));
    if (option === undefined) return [];
    return word === option ? [words[index + 1] ?? ''] : [word.slice(option.length + 1)];
  });
}

/** `test:*` is every script of that form. */
function scripts(pattern: string, command: Command, repository: Repository): readonly string[] {
  const name = pattern.split(' ')[0]!;
  if (!name.includes('*')) return [name];
  const directory = inside(repository, command.cwd);
  const all = directory === undefined ? undefined : manifestOf(directory, repository)?.scripts;
  const form = new RegExp(
    `^${name
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('**', '.+')
      .replaceAll('*', '[^:]+')}$`,
  );
  return [...(all?.keys() ?? [])].filter(script => form.test(script));
}
