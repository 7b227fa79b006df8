import type { Command } from '../command.ts';
import { cancel } from './cancel.ts';
import { compare } from './compare.ts';
import { compile } from './compile.ts';
import { completion } from './completion.ts';
import { doctor } from './doctor.ts';
import { explain } from './explain.ts';
import { fetch } from './fetch.ts';
import { importCommand } from './import.ts';
import { init } from './init.ts';
import { lint } from './lint.ts';
import { logs } from './logs.ts';
import { lsp } from './lsp.ts';
import { plan } from './plan.ts';
import { prebuild } from './prebuild.ts';
import { rehearse } from './rehearse.ts';
import { report } from './report.ts';
import { resume } from './resume.ts';
import { run } from './run.ts';
import { runs } from './runs.ts';
import { status } from './status.ts';
import { sweep } from './sweep.ts';
import { watch } from './watch.ts';
import { why } from './why.ts';

/** Every command of this release, in the order a newcomer meets them. */
export const commands: readonly Command[] = [
  init,
  importCommand,
  lint,
  explain,
  plan,
  compile,
  prebuild,
  rehearse,
  doctor,
  run,
  watch,
  cancel,
  resume,
  runs,
  status,
  why,
  logs,
  fetch,
  report,
  compare,
  sweep,
  completion,
  lsp,
];
