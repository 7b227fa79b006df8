import type { Needed } from '../shell/asking.ts';
import type { ProgramSkip } from './skips.ts';

/** A line of code without its comment. `indent` counts the blanks before it. */
interface Line {
  readonly code: string;
  readonly indent: number;
  readonly start: number;
}

const EXIT =
  /(?:\b(?:sys\.exit|os\._exit)|(?<![\w.])(?:exit|quit))\(\s*(?:0|None)?\s*\)|\braise\s+SystemExit\b(?:\(\s*(?:0|None)?\s*\))?(?!\s*\()/;
/** What ends `main` with no status of its own, so that the program ends with 0. */
const RETURN = /(?<=^|[:;]\s*)return(?:\s+(?:0|None))?\s*$/;
/** Statements that only tell. */
const TELLS =
  /^(print|pprint|(sys|click|typer|rich|console)\.\S*(write|echo|print)|sys\.std(out|err)\.flush|warnings\.warn|(\w+\.)?log(ger|ging)?\.\w+|log)\(|^[rbf]*["']|^pass\b|^[)\]}]/;
/** What asks whether something is there. */
const ASKS =
  /os\.path\.(?:exists|lexists|isfile|isdir|getsize)\(|os\.access\(|\.(?:exists|is_file|is_dir)\(\)|\bwhich\(|environ\.get\(|\bgetenv\(|\bi?glob\(|\blistdir\(|\biterdir\(|cuda\.is_available\(|find_spec\(|device_count\(|\bcpu_count\(/;
/** Failures that say of something that it is not there, and all that hold these. */
const LACKS =
  /^except\b\s*(?:\(?.*\b(?:ImportError|ModuleNotFoundError|FileNotFoundError|NotADirectoryError|KeyError|OSError|IOError|EnvironmentError|ConnectionError|ConnectionRefusedError|TimeoutError|Exception|BaseException)\b.*)?:$/;

export function pythonSkips(text: string): readonly ProgramSkip[] {
  const lines = linesOf(text);
  return lines.flatMap((line, index): ProgramSkip[] => {
    const exit = EXIT.exec(line.code) ?? RETURN.exec(line.code);
    if (!exit || (exit[0].startsWith('return') && !isInMain(lines, index)) || hasSaved(lines, index)) return [];
    const inline = /^((?:el)?if\s+.+?):\s+(.*)$/.exec(line.code);
    const own = inline && inline[1]!.length < exit.index ? inline : undefined;
    const opener = own ? { at: index, code: `${own[1]}:` } : openerOf(lines, index, exit.index);
    if (!opener || (own && !saysOnly(own[2]!))) return [];
    const asked = questionOf(lines, opener, text);
    if (!asked) return [];
    const start = lines[asked.at]!.start;
    const from = line.start + exit.index;
    return [
      {
        question: asked.code.replace(/:$/, ''),
        start,
        end: start + asked.code.replace(/:$/, '').length,
        goesOn: goesOn(lines, index, asked.inElse),
        needs: neededBy(asked.code, text),
        exit: { start: from, end: from + exit[0].length, failing: failing(exit[0]) },
      },
    ];
  });
}

/** The line stands in `main` itself, and the program is nothing but that. */
function isInMain(lines: readonly Line[], index: number): boolean {
  let { indent } = lines[index]!;
  for (let above = index - 1; above >= 0; above--) {
    const line = lines[above]!;
    if (line.indent >= indent) continue;
    indent = line.indent;
    const name = /^(?:async )?def (\w+)\(/.exec(line.code)?.[1];
    if (name === undefined) continue;
    return name === 'main' && indent === 0 && lines.slice(index).some(({ code }) => CALLS_MAIN.test(code));
  }
  return false;
}

/** What keeps a result: the work is done, and what lacks is only to be compared with it. */
const SAVES =
  /(?<!std(?:out|err)\.)\b(?:save|dump|write|export)\w*\(|\.to_(?:csv|json|parquet)\(|\bopen\([^()]*["'][wax]b?["']/;

/** Something is kept before a line, in the function that the line is in, or outside all functions. */
function hasSaved(lines: readonly Line[], index: number): boolean {
  const from = lines.slice(0, index).findLastIndex(({ code }) => /^(async )?def /.test(code));
  const end = lines.findIndex(({ indent }, at) => at > from && indent <= (lines[from]?.indent ?? -1));
  const start = from < 0 || end < 0 || end > index ? from + 1 : end;
  return lines.slice(start, index).some(({ code }) => SAVES.test(code));
}

const CALLS_MAIN = /^(?:if __name__\b.*:\s*)?(?:(?:sys\.)?exit\(|raise SystemExit\(|asyncio\.run\()*main\(/;

/** Lines that hold code, their comments and long texts blanked out. */
function linesOf(text: string): readonly Line[] {
  const plain = text.replace(/("""|''')[\s\S]*?\1/g, long => long.replace(/[^\n]/g, ' '));
  const lines: Line[] = [];
  let start = 0;
  for (const whole of plain.split('\n')) {
    const code = whole.replace(/(^|\s)#.*$/, '').trimEnd();
    const indent = code.length - code.trimStart().length;
    if (code.trim() !== '') lines.push({ code: code.trimStart(), indent, start: start + indent });
    start += whole.length + 1;
  }
  return lines;
}

/** The line that opens the block of an exit; `undefined` where the block does something before it. */
function openerOf(lines: readonly Line[], index: number, at: number): { at: number; code: string } | undefined {
  const { indent, code } = lines[index]!;
  if (!saysOnly(code.slice(0, at))) return undefined;
  for (let above = index - 1; above >= 0; above--) {
    const line = lines[above]!;
    if (line.indent < indent) return { at: above, code: line.code };
    if (line.indent === indent && !saysOnly(line.code)) return undefined;
  }
  return undefined;
}

/** Statements on one line, of which none does more than tell. */
function saysOnly(code: string): boolean {
  const plain = code.replace(/(["'])(?:\\.|(?!\1).)*\1/g, '""');
  return plain
    .split(/;\s*/)
    .every(one => one.trim() === '' || TELLS.test(one.trim()) || EXIT.test(one) || RETURN.test(one.trim()));
}

/** What an opening line asks, if it asks whether something is not there. */
function questionOf(
  lines: readonly Line[],
  { at, code }: { readonly at: number; readonly code: string },
  text: string,
): { at: number; code: string; inElse: boolean } | undefined {
  if (/^(el)?if\b/.test(code)) return isAbsence(code, text) ? { at, code, inElse: false } : undefined;
  if (LACKS.test(code) && !/KeyboardInterrupt|BrokenPipe/.test(code)) return { at, code, inElse: false };
  if (code !== 'else:') return undefined;
  const { indent } = lines[at]!;
  const above = lines.slice(0, at).findLastIndex(line => line.indent === indent);
  const asked = lines[above]?.code ?? '';
  return /^if\b.*:$/.test(asked) && ASKS.test(asked) && !/\bnot\b|==|<|\bis None\b/.test(asked)
    ? { at: above, code: asked, inElse: true }
    : undefined;
}

function isAbsence(code: string, text: string): boolean {
  const asks = (part: string) => {
    if (ASKS.test(part)) return true;
    const name = /([A-Za-z_]\w*)\W*$/.exec(part.replace(/\)+$/, ''))?.[1];
    return name !== undefined && new RegExp(`\\b${name}\\s*(?::[^=\\n]+)?=\\s*.*(?:${ASKS.source})`).test(text);
  };
  const condition = code.replace(/^(el)?if\s+/, '').replace(/:$/, '');
  if (/not in os\.environ\b/.test(condition)) return true;
  return condition.split(/\s+(?:and|or)\s+/).some(one => {
    const part = one.trim();
    if (/^\(*not\b/.test(part)) return asks(part);
    const compared = /^(.*?)\s*(?:is None|==\s*(?:None|0|\[\]|"")|<\s*\d+)\)*$/.exec(part)?.[1];
    return compared !== undefined && asks(compared.replace(/^\(*len\(/, ''));
  });
}

/** Whether there is work that is skipped. */
function goesOn(lines: readonly Line[], index: number, inElse: boolean): boolean {
  if (inElse) return true;
  const later = lines.slice(index + 1).filter(({ code }) => !/^(if __name__|def |class |@)/.test(code));
  return later.some(({ code }) => /\w\(/.test(code) && !TELLS.test(code) && !EXIT.test(code));
}

function neededBy(code: string, text: string): Needed | undefined {
  const literal = (pattern: RegExp) => pattern.exec(code)?.[1];
  const env = literal(/(?:environ\.get|getenv)\(\s*["'](\w+)["']/) ?? literal(/["'](\w+)["']\s+not in os\.environ/);
  if (env) return { kind: 'env', name: env };
  const tool = literal(/\bwhich\(\s*["']([\w.+-]+)["']/);
  if (tool) return { kind: 'tool', name: tool };
  const path = literal(/(?:exists|isfile|isdir|listdir|Path)\(\s*["']([\w./-]+)["']/);
  if (path) return { kind: 'path', name: path };
  const name =
    literal(/(?:exists|isfile|isdir|listdir)\(\s*([A-Za-z_]\w*)\s*\)/) ??
    literal(/([A-Za-z_]\w*)\.(?:exists|is_dir|is_file)\(/);
  const value = name && new RegExp(`\\b${name}\\s*=\\s*(?:Path\\()?["']([\\w./-]+)["']`).exec(text)?.[1];
  return value ? { kind: 'path', name: value } : undefined;
}

/** `sys.exit(0)` → `sys.exit(1)`. */
function failing(written: string): string {
  return /^(raise|return)/.test(written) ? 'raise SystemExit(1)' : written.replace(/\([^)]*\)$/, '(1)');
}
