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
      return {
        ...command,
        words: [...made.words, ...handed(rest)],
        cwd: made.cwd,
        env: new Map([...made.env, ...command.env]),
        own: new Set([...made.own, ...command.own]),
      };
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

/** Flags of the testing package that take no value of their own (go help testflag). */
const PLAIN = /^--?test\.(v|short|failfast|benchmem|fullpath|paniconexit0)$/;

/** The words after the program as `go test` takes them: what is not the testing package's goes to the tests themselves. */
function handed(words: readonly string[]): readonly string[] {
  const flags: string[] = [];
  const others: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (!/^--?test\./.test(word)) {
      others.push(word);
      continue;
    }
    flags.push(word.replace(/^--?test\./, '-'));
    if (!word.includes('=') && !PLAIN.test(word) && at + 1 < words.length) flags.push(words[++at]!);
  }
  return others.length > 0 ? [...flags, '-args', ...others] : flags;
}
