import { base } from '../path.ts';
import type { Redirect, SimpleCommand } from './commands.ts';
import type { Construct, ShellReading, Span } from './construct.ts';
import { purposeOf } from './purpose.ts';
import type { ShellWord } from './words.ts';

/** A pattern that stands for files, where nothing says what happens when there are none. */
export interface UnguardedGlob {
  readonly word: ShellWord;
  /** `loop`: the loop runs once, with the pattern as a name. `argument`: the command gets it as a name. `array`: the array holds it as one. */
  readonly how: 'loop' | 'argument' | 'array';
  /** The loop, of the first pattern of one. */
  readonly loop?: Extract<Construct, { kind: 'loop' }>;
  /** The command that gets it; in a loop, none. */
  readonly command?: SimpleCommand;
  /** Where it is looked up, relative or absolute, as for a command. */
  readonly cwd: string | undefined;
  /** How many commands come before it. */
  readonly at: number;
}

/** Commands to which a pattern that matches nothing does no harm: they print it, are told to ignore it, or answer with it. */
const HARMLESS =
  /^(echo|printf|rm|export|declare|local|readonly|case|expr|let|\[\[|\(\(|compgen|find|rg|git|test|\[|set|unset|shopt|trap|exit|return|eval|alias|read|pip|pip3|uv|npx|npm|cargo|kubectl|docker|aws|curl|wget|apt-get|apt|dnf|yum|conda|gsutil|ssh|sleep|pkill|pgrep|kill|ls)$/;
/** Tools that look for the files themselves, also behind a pattern that the shell has left as it is. */
const EXPANDING =
  /^(prettier|eslint|stylelint|markdownlint(-cli2)?|cspell|mocha|jest|vitest|ava|tap|jasmine|rimraf|tsd|nyc|c8)$/;
/** Options whose value is a pattern, and not a file. */
const PATTERN_OPTION =
  /^(--?(include|exclude|name|iname|path|ipath|glob|filter|pattern|match|ignore|exclude-dir|include-dir|regex|k|g|t|test|tests|only|select|wholename|not|o|run|bench|expression|e|testNamePattern|deselect|x))$/;

/** Programs whose options of one letter name no pattern: `gzip -k`, `sort -o`. */
const OF_FILES =
  /^(gzip|gunzip|pigz|bzip2|xz|zstd|lz4|cat|sort|du|wc|stat|cp|mv|touch|chmod|chown|(md5|b2|sha\d+)sum|shasum)$/;

export function unguardedGlobs({ commands, constructs }: ShellReading): readonly UnguardedGlob[] {
  const found: UnguardedGlob[] = [];
  for (const one of constructs) {
    if (one.kind !== 'loop' || one.words.length === 0 || one.context.trap) continue;
    for (const word of one.words) {
      if (!isGlob(word) || one.context.nullglob || isGuarded(one, commands)) continue;
      const first = !found.some(({ loop }) => loop === one);
      found.push({ word, how: 'loop', ...(first && { loop: one }), cwd: commands[one.body.from]?.cwd, at: one.at });
    }
  }
  for (const [at, command] of commands.entries()) {
    const { context, words, redirects } = command;
    const array = context.nullglob ? [] : command.assigns.flatMap(({ elements = [] }) => elements.filter(isGlob));
    if (!context.trap) for (const word of array) found.push({ word, how: 'array', cwd: command.cwd, at });
    if (command.kind !== 'command' || context.trap || context.asked || context.nullglob) continue;
    if (command.calls && command.words[0]?.value !== 'parallel') continue;
    const program = base(words[0]?.value ?? '');
    const sets = program === 'set' && words.some(({ value }) => value === '--');
    const lists = /^(ls|echo|printf)$/.test(program) && isHandedOn(at, constructs, commands);
    // Without `-f` it fails on a name that is not there.
    const strict = program === 'rm' && !words.some(({ value }) => /^(-[a-zA-Z]*f[a-zA-Z]*|--force)$/.test(value ?? ''));
    const harmless =
      EXPANDING.test(program) ||
      (HARMLESS.test(program) && !sets && !lists && !takesFiles(command)) ||
      purposeOf(command) === 'tidy';
    if ((harmless && !strict) || isQuiet(redirects)) continue;
    for (const [index, word] of words.entries()) {
      if (index === 0 || !isGlob(word)) continue;
      // Its first word is a pattern or a program of its own.
      if (/^(jq|sed|awk|gawk|grep|egrep)$/.test(program) && isFirst(index, words)) continue;
      if (/^-/.test(word.text) || (!OF_FILES.test(program) && PATTERN_OPTION.test(words[index - 1]!.value ?? '')))
        continue;
      found.push({ word, how: sets ? 'array' : 'argument', command, cwd: command.cwd, at });
    }
  }
  return found;
}

/** `pip install wheels/*.whl`, `aws s3 cp out/*.csv s3://…`: of a program whose patterns are its own otherwise. */
function takesFiles({ words }: SimpleCommand): boolean {
  const [program, verb, next] = words.map(({ value }) => value);
  if (/^pip[\d.]*$/.test(base(program ?? '')))
    return verb === 'install' && words.some(({ glob, text }) => glob && /\.whl$/.test(text));
  return program === 'aws' && verb === 's3' && /^(cp|mv)$/.test(next ?? '');
}

/** `ls out/*.csv | xargs ./x`, and the same with a loop that reads. */
function isHandedOn(at: number, constructs: readonly Construct[], commands: readonly SimpleCommand[]): boolean {
  return constructs.some(one => {
    if (one.kind !== 'pipe' || one.parts.length < 2 || one.parts[0]!.from > at || at >= one.parts[0]!.to) return false;
    const last = commands.slice(one.parts.at(-1)!.from, one.parts.at(-1)!.to);
    // `… | while read -r f; do ./x "$f"; done`.
    if (last[0]?.words[0]?.value === 'read' && last[0].context.asked) return true;
    return last.some(({ written }) => /^(xargs|parallel)$/.test(written[0]?.value ?? ''));
  });
}

function isFirst(index: number, words: readonly ShellWord[]): boolean {
  return words.slice(1, index).every(({ value }) => value?.startsWith('-') ?? false);
}

/** A pattern of paths: unquoted, and no address, option or list in brackets. */
function isGlob({ glob, text, value }: ShellWord): boolean {
  if (!glob || /:\/\/|^[\w.-]+:|=/.test(text)) return false;
  if (value !== undefined && !/[*?]/.test(value) && /^[\w-]+\[[\w, -]*\]/.test(value)) return false;
  return !/^[*?]$/.test(text) || text === '*';
}

/** Its errors are thrown away on purpose. */
function isQuiet(redirects: readonly Redirect[]): boolean {
  return redirects.some(
    ({ descriptor, operator, target }) =>
      target.value === '/dev/null' && (descriptor === 2 || operator.startsWith('&>')),
  );
}

/** The first thing that the loop does is to look whether its file is there. */
function isGuarded(loop: Extract<Construct, { kind: 'loop' }>, commands: readonly SimpleCommand[]): boolean {
  const { body, variable } = loop;
  const first = commands.slice(body.from, body.to).find(({ context }) => !context.value);
  if (!first || variable === undefined) return false;
  const name = first.words[0]?.value ?? '';
  if (!/^(\[|\[\[|test)$/.test(name)) return /^(echo|printf|rm)$/.test(name) && body.to - body.from === 1;
  return (
    first.words.some(({ text }) => new RegExp(`\\$\\{?${variable}\\b`).test(text)) &&
    first.words.some(({ value }) => /^-[efdrwsxLhSpbc]$/.test(value ?? ''))
  );
}

/** `compgen -G 'out/*.csv' || exit 1`, `ls out/*.csv`: an earlier command goes no further than that where nothing matches. */
export function isAskedFor({ text, value }: ShellWord, { commands, constructs }: ShellReading, at: number): boolean {
  return commands.slice(0, at).some(({ words, context }, index) => {
    const program = base(words[0]?.value ?? '');
    if (program !== 'ls' && !(program === 'compgen' && words.some(one => one.value === '-G'))) return false;
    if (!words.slice(1).some(one => one.text === text || (value !== undefined && one.value === value))) return false;
    return context.fatal || constructs.some(one => isTurnedAway(one, index, at, commands));
  });
}

/** Whether the command at `at` is reached only where that at `index` has done well. */
function isTurnedAway(one: Construct, index: number, at: number, commands: readonly SimpleCommand[]): boolean {
  const within = ({ from, to }: Span, which: number) => from <= which && which < to;
  const ends = (span: Span) => commands.slice(span.from, span.to).some(({ words }) => ENDS.test(words[0]?.value ?? ''));
  if (one.kind === 'list') {
    const part = one.parts.findIndex(span => within(span, index));
    if (part < 0) return false;
    const after = one.parts[part + 1];
    if (one.operators[part] === '||') return after !== undefined && ends(after);
    return one.operators[part] === '&&' && one.parts.slice(part + 1).some(span => within(span, at));
  }
  if (one.kind !== 'if' || !within(one.clause, index)) return false;
  return one.negated ? ends(one.then) : within(one.then, at);
}

const ENDS = /^(exit|return|continue|break|false)$/;
