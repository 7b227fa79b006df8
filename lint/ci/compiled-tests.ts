import { base } from '../path.ts';
import type { Command } from './command.ts';
import { resolvePath } from './shell/path.ts';

/**
 * Go's tests that are compiled first and started by hand (`go test -c -o a.test ./pkg && taskset -c 0 ./a.test -test.run X`) as the
 * `go test` that they are (go help testflag: the program takes the flags with `test.` before them).
 */
export function startedTests(commands: readonly Command[]): readonly Command[] {
  const compiled = new Map<string, Command>();
  return commands.map(command => {
    const [program = '', ...rest] = command.words;
    const made = program.includes('/') ? compiled.get(resolvePath(command.cwd, program) ?? '') : undefined;
    if (made !== undefined) {
      const flags = rest.map(word => word.replace(/^--?test\./, '-'));
      return { ...command, words: [...made.words, ...flags], cwd: made.cwd };
    }
    if (program === 'go' && rest[0] === 'test' && rest.includes('-c')) {
      const path = resolvePath(command.cwd, outputOf(rest, command.cwd));
      const words = rest.filter(
        (word, at) => word !== '-c' && word !== '-o' && rest[at - 1] !== '-o' && !word.startsWith('-o='),
      );
      if (path !== undefined) compiled.set(path, { ...command, words: [program, ...words] });
    }
    return command;
  });
}

/** Without `-o` the program is called after the package's directory. */
function outputOf(words: readonly string[], cwd: string | undefined): string {
  const at = words.indexOf('-o');
  const named = at < 0 ? words.find(word => word.startsWith('-o='))?.slice(3) : words[at + 1];
  const one = words.findLast((word, index) => index > 0 && !word.startsWith('-')) ?? '.';
  return named ?? `${base(resolvePath(cwd, one) ?? one)}.test`;
}
