import type { Cause, Evidence, StageCause } from '../../run/diagnosis.ts';
import type { BoxStanding } from '../../run/launcher.ts';
import { bytes, counted, span } from './amount.ts';
import { clean } from './width.ts';

/** A cause in the words of a person, one sentence without its final dot. */
export function causeSentence(cause: Cause): string {
  switch (cause.kind) {
    case 'well':
      return 'all is well: every stage passed or was skipped, and everything is in the store';
    case 'starting':
      return 'it has been launched, and has not given its first sign yet';
    case 'running':
      return cause.stages.length > 0 ? `it goes on: ${list(cause.stages)}` : 'it goes on, between two stages';
    case 'preflight':
      return `preflight failed, and nothing was run: missing ${list(cause.missing, '; ')}`;
    case 'stage':
      return `${clean(cause.stage)} ${stageWords(cause)}${blocking(cause.blocked)}`;
    case 'blocked':
      return `${clean(cause.stage)} could not run: ${clean(cause.reason)}`;
    case 'limit':
      return `the run reached ${clean(cause.detail)}`;
    case 'spot':
      return `EC2 took the machine back: its notice was to ${clean(cause.action)}${cause.time === '' ? '' : ` at ${clean(cause.time)}`}`;
    case 'stopped':
      return `it was asked to stop, by ${clean(cause.detail)}`;
    case 'watchdog':
      return `its script was ended, and the watchdog saved what there was: ${clean(cause.detail)}`;
    case 'lost':
      return `it was cut off without a word${boxWords(cause.box)}`;
    case 'never-began':
      return `its box has left no sign${boxWords(cause.box)}`;
    case 'unsaved':
      return `${cause.objects === 0 ? 'something of it' : counted(cause.objects, 'object')} could not be saved${
        cause.first ? `: ${clean(cause.first.key)}${cause.first.error ? ` (${clean(cause.first.error)})` : ''}` : ''
      }`;
    case 'unexplained':
      return `no record says why${cause.exitStatus === undefined ? '' : ` it ended with exit status ${cause.exitStatus}`}`;
  }
}

function stageWords({ how, reason }: StageCause): string {
  const told = clean(reason);
  switch (how) {
    case 'exit':
      return `failed: ${told}`;
    case 'signal':
      return told.startsWith('killed by ') ? `was ${told}` : `was killed: ${told}`;
    case 'timeout':
      return `took too long: ${told}`;
    case 'memory':
      return `ran out of memory: ${told.replace('out of memory: ', '')}`;
    case 'disk':
      return `found the disk full: ${told.replace('disk full: ', '')}`;
    case 'expectation':
      return `did not leave what it promised: ${told}`;
  }
}

function boxWords(box: BoxStanding | undefined): string {
  if (box === undefined) return '';
  return box.there ? `, although its box is ${clean(box.text)}` : `: its box is gone (${clean(box.text)})`;
}

function blocking(blocked: readonly string[]): string {
  return blocked.length === 0 ? '' : `; so ${list(blocked)} could not run`;
}

/** The first few, and how many more. */
export function list(names: readonly string[], joint = ', '): string {
  const most = 4;
  const shown = names.slice(0, most).map(clean).join(joint);
  return names.length <= most ? shown : `${shown}${joint}${names.length - most} more`;
}

/** Where and how it happened, in one line; empty where no record says. */
export function evidenceLine({ at, stage, result }: Evidence): string {
  const facts: string[] = [];
  if (at !== undefined) facts.push(at);
  if (stage) {
    const limit = stage.timeoutSeconds > 0 ? ` of ${span(stage.timeoutSeconds)}` : '';
    const attempt = stage.attempt > 1 ? `, attempt ${stage.attempt}` : '';
    if (stage.attempt > 0) facts.push(`${clean(stage.stage)}${attempt} after ${span(stage.seconds)}${limit}`);
  }
  if (result && typeof result.exitCode === 'number' && result.exitCode !== 0)
    facts.push(`exit code ${result.exitCode}`);
  if (result && result.signal !== null) facts.push(`SIG${clean(result.signal)}`);
  const peak = result?.resources?.maxMemoryBytes;
  if (peak !== undefined) facts.push(`at most ${bytes(peak)} of memory`);
  return facts.join('; ');
}
