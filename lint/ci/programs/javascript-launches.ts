import { type Launch, type Launcher, settings, textOf } from './launches.ts';
import { is } from './tokens.ts';
import type { Value } from './values.ts';

/** Programs that start others by a text for a shell, and those that take a program and its words. */
const TEXTS = /^(exec|execSync|execaCommand|execaCommandSync|execAsync|execPromise)$/;
const LISTS = /^(spawn|spawnSync|execFile|execFileSync|execa|execaSync|x)$/;

/** How JavaScript starts programs: node:child_process, shelljs, execa, tinyexec, zx (their documentation). */
export function javascriptLaunches(text: string): Launcher {
  const isKnown =
    /['"](node:)?child_process['"]|['"](shelljs(\/\w+)?|execa|tinyexec|zx(\/globals)?|nano-spawn)['"]|^#!.*\bzx\b/m.test(
      text,
    );
  const isLoud = /\bset\(['"]-e['"]\)|config\.fatal\s*=\s*true/.test(text);
  return {
    deed: ({ name, args, before, after, heeded }) => {
      if (!isKnown) return undefined;
      const last = name.slice(name.lastIndexOf('.') + 1);
      const of = name.slice(0, -last.length).replace(/\.$/, '');
      if (of !== '' && !/^(child_process|childProcess|cp|child|shell|shelljs|sh|execa)$/.test(of))
        return of === 'process' && last === 'chdir' ? { does: 'enter', cwd: args().values[0] } : undefined;
      if (last === 'cd') return { does: 'enter', cwd: args().values[0] };
      if (name === '$`') return { does: 'launch', launch: { words: textOf(args().values[0]) } };
      const isHeld = heeded || after.length > 1;
      if (TEXTS.test(last)) {
        const { values } = args();
        // A helper of the project's own by that name takes a program and its words.
        if (Array.isArray(values[1]))
          return {
            does: 'launch',
            launch: { words: [values[0], ...values[1]], ...placed(values.slice(2)), forgiven: !isHeld },
          };
        const isAsynchronous = last === 'exec' && !isLoud && values.length < 2;
        return {
          does: 'launch',
          launch: { words: textOf(values[0]), ...placed(values.slice(1)), forgiven: isAsynchronous && !isHeld },
        };
      }
      if (!LISTS.test(last)) return undefined;
      const { values } = args();
      const [program, list, ...more] = values;
      const isListed = Array.isArray(list);
      const words = isListed
        ? [program, ...list]
        : list === undefined && values.length > 1
          ? [program, undefined]
          : [program];
      const isText = !isListed && typeof program === 'string' && program.includes(' ');
      const awaited = is(before.at(-1), 'await') || /Sync$/.test(last);
      return {
        does: 'launch',
        launch: {
          words: isText ? textOf(program) : words,
          ...placed(isListed ? more : [list, ...more]),
          forgiven: !isHeld && (last.startsWith('spawn') || !awaited),
        },
      };
    },
  };
}

/** What the options say that stand among the last arguments. */
function placed(values: readonly Value[]): Pick<Launch, 'cwd' | 'elsewhere' | 'env' | 'clouded'> {
  const given = values.filter(value => value !== undefined);
  const options = given.find(value => value instanceof Map);
  if (options instanceof Map) return settings(options);
  return given.length < values.length ? { elsewhere: true } : {};
}
