import type { Fingerprint } from '../plan/fingerprint.ts';
import type { PathSet } from '../plan/path-set.ts';
import { words } from '../plan/path-set.ts';
import type {
  BoxCondition,
  Plan,
  PlannedAmount,
  PlannedExpectation,
  PlannedOutput,
  PlannedRequirement,
  PlannedStage,
} from '../plan/plan.ts';
import { quote } from '../plan/quote.ts';
import { toPosixEre } from '../schema/pattern.ts';
import type { Place } from '../schema/source.ts';
import { positionAt } from '../schema/source.ts';
import { withLine } from './first-line.ts';
import { hereDocument } from './quote.ts';
import type { Texts } from './texts.ts';

/** The unit separator: joins what the runtime takes apart again. */
const US = '\x1f';

/** A stage in the words of runtime/stages.sh; `artifacts` are those of the plan. */
export function stageWords(
  stage: PlannedStage,
  artifacts: Plan['prebuilt'],
  fingerprint: Fingerprint,
  texts: Texts,
): string {
  const { place } = stage.stage;
  const lines: string[] = [];
  const say = (word: string, ...values: readonly (string | number)[]) =>
    lines.push([word, ...values.map(value => quote(String(value)))].join(' '));
  const take = (text: string, at: Place = place) => texts.take(text, at, stage.name);

  const { line } = positionAt(place.source, place.range.start);
  say('stage', take(stage.name), `${place.source.path}:${line}`);
  if (stage.off) say('off', offReason(stage.off));
  if (stage.boxCondition) say('only_if', ...tokens(stage.boxCondition));
  if (stage.timeout !== undefined) say('limit', seconds(stage.timeout));
  if (stage.attempts > 1) say('attempts', stage.attempts, seconds(stage.backoff), ...stage.retryOn);
  if (!stage.exclusive) say('beside_others');
  if (stage.onFailure === 'stop') say('stop_on_failure');
  if (stage.user !== undefined) say('runs_as', take(stage.user));
  say('works_in', take(stage.cwd));
  say('fingerprint', fingerprint.sha256, ...[...fingerprint.parts].map(([name, digest]) => `${name}=${digest}`));
  for (const edge of stage.needs) say('needs', edge.to, ...(edge.produced ? [take(edge.what, edge.required)] : []));
  for (const required of stage.requires) requirement(required);
  artifacts.forEach(({ prebuilt }, index) => {
    if (stage.derived?.from === prebuilt) say('makes_prebuilt', index);
    if (stage.requires.some(required => required.kind === 'path' && required.prebuilt === prebuilt))
      say('uses_prebuilt', index);
  });
  for (const { name, value } of stage.env) say('sets', name, take(value));
  if (stage.secrets.length) say('gets', ...stage.secrets);
  expectation(stage.expect);
  for (const output of stage.produces) {
    leaves(output);
    expectation(output.expect);
  }
  // A carriage return at a line's end would belong to the command.
  const run = take(stage.run, stage.stage.run.place).replaceAll('\r\n', '\n');
  return `${lines.join('\n')}\n${hereDocument(withLine('runs', stage.stage.run, run), run, 'END_OF_RUN')}`;

  function requirement(required: PlannedRequirement): void {
    if (required.kind === 'path') say('takes', ...pathWords(required.path, required.place));
    else if (required.kind !== 'stage') say('asks', required.kind, ...asked(required).map(value => take(value)));
  }

  function pathWords(path: PathSet, at: Place): [string, string] {
    const text = take(path.text, at);
    if (path.kind !== 'glob') return [path.kind, text];
    const each = words(path);
    if (each === undefined) texts.unsupported(`\`${text}\` expands to more than 256 words`, at, undefined, stage.name);
    // The shell expands no braces in data, so each of their words is a pattern of its own, on a line of its own.
    return ['glob', (each ?? [path]).map(word => take(patternOf(word), at)).join('\n')];
  }

  function leaves(output: PlannedOutput): void {
    const [kind, path] = pathWords(output.path, output.place);
    const as = output.as === undefined ? [] : [take(output.as, output.place)];
    say('leaves', kind, path, output.upload ? 'upload' : 'keep', seconds(output.checkpoint), ...as);
  }

  function expectation(expect: PlannedExpectation | undefined): void {
    if (!expect) return;
    const at = expect.expectation.place;
    const amount = (what: string, { min, max }: PlannedAmount, ...more: string[]) =>
      say('expects', what, min ?? '', max ?? '', ...more);
    if (expect.minBytes !== undefined) amount('bytes', { min: expect.minBytes });
    if (expect.files) amount('files', expect.files);
    if (expect.lines) amount('lines', expect.lines);
    for (const { pattern, count } of expect.matches) {
      const shown = take(pattern, at);
      const posix = toPosixEre(shown);
      if ('fault' in posix) texts.unsupported(`\`${shown}\`: ${posix.fault.message}`, at, posix.fault.help, stage.name);
      else amount('matches', count ?? { min: 1 }, posix.ere, shown);
    }
    for (const { pointer, equals, length, minimum, maximum } of expect.json) {
      const json = (operation: string, value: string, min?: number, max?: number) =>
        say('expects', 'json', min ?? '', max ?? '', [take(pointer, at), operation, value].join(US));
      if (equals) json('equals', take(JSON.stringify(equals.value), at));
      if (length) json('length', '', length.min, length.max);
      if (minimum !== undefined) json('minimum', '', minimum);
      if (maximum !== undefined) json('maximum', '', undefined, maximum);
    }
    if (expect.sha256 !== undefined) say('expects', 'sha256', '', '', take(expect.sha256, at));
  }
}

function asked(required: Exclude<PlannedRequirement, { kind: 'path' | 'stage' }>): readonly string[] {
  switch (required.kind) {
    case 'tool':
      return required.version === undefined ? [required.tool] : [required.tool, required.version];
    case 'env':
      return [required.env];
    case 'cpu':
      return [required.cpu];
    case 'cores':
      return [String(required.cores)];
    case 'memory':
    case 'disk':
      return [String(required.bytes)];
    case 'service':
      return [required.service];
    case 'url':
      return [required.url];
  }
}

/** A word of a glob may be plain text; as a pattern its special characters need their backslashes. */
function patternOf(word: PathSet): string {
  return word.kind === 'glob' ? word.text : word.text.replace(/[\\*?[\]{}]/g, '\\$&').replace(/\/$/, '');
}

/** Whole seconds, and never 0 of something that was written. */
function seconds(value: number): number {
  return value === 0 ? 0 : Math.max(1, Math.round(value));
}

function offReason({ why, text }: NonNullable<PlannedStage['off']>): string {
  return why === 'condition' ? `its condition is false: ${text}` : text;
}

/** Operands first, for a machine with a stack. */
function tokens(condition: BoxCondition): string[] {
  switch (condition.kind) {
    case 'env':
      return [`env:${condition.name}`];
    case 'literal':
      return [`${typeof condition.value}:${condition.value}`];
    case 'not':
      return [...tokens(condition.operand), '!'];
    case 'binary':
      return [...tokens(condition.left), ...tokens(condition.right), condition.operator];
  }
}
