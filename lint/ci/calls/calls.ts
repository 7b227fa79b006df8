import { base } from '../../path.ts';
import type { Command } from '../command.ts';
import { invokeCalls } from '../programs/invoke.ts';
import { mageCalls } from '../programs/mage.ts';
import { nodeScriptCalls } from '../programs/node-script.ts';
import { pythonScriptCalls } from '../programs/python-script.ts';
import type { Repository } from '../repository.ts';
import type { Called } from '../shell/surroundings.ts';
import { cargoCalls } from './cargo-alias.ts';
import { cargoMakeCalls } from './cargo-make.ts';
import { composeCalls } from './docker-compose.ts';
import { dockerRunCalls } from './docker-run.ts';
import { handedCalls } from './handing-script.ts';
import { justCalls } from './just.ts';
import { makeCalls } from './make.ts';
import { noxCalls } from './nox.ts';
import { npmCalls } from './npm.ts';
import { runnerCalls } from './npm-runners.ts';
import { preCommitCalls } from './pre-commit.ts';
import { scriptCalls } from './python-scripts.ts';
import { spinCalls } from './spin.ts';
import { taskCalls } from './task.ts';
import { toxCalls } from './tox.ts';

/** What a command runs in turn, by the files of the repository; empty when it is not known to run anything of it. */
export function callsOf(command: Command, repository: Repository): readonly Called[] {
  const program = base(command.words[0]!);
  switch (program) {
    case 'make':
    case 'gmake':
      return makeCalls(command, repository);
    case 'npm':
    case 'pnpm':
    case 'pn':
    case 'yarn':
    case 'bun':
      return [...npmCalls(command, repository), ...(program === 'bun' ? nodeScriptCalls(command, repository) : [])];
    case 'just':
      return justCalls(command, repository);
    case 'cargo':
      return cargoCalls(command, repository);
    case 'makers':
      return cargoMakeCalls(command, command.words.slice(1), repository);
    case 'task':
    case 'go-task':
      return taskCalls(command, repository);
    case 'tox':
      return toxCalls(command, repository);
    case 'docker-compose':
      return composeCalls(command, repository);
    case 'docker':
    case 'podman':
      return command.words[1] === 'compose' ? composeCalls(command, repository) : dockerRunCalls(command, repository);
    case 'mage':
      return mageCalls(command, repository);
    case 'inv':
    case 'invoke':
    case 'fab':
      return invokeCalls(command, repository);
    case 'spin':
      return spinCalls(command, repository);
    case 'nox':
      return noxCalls(command, repository);
    case 'hatch':
    case 'pdm':
    case 'rye':
    case 'pipenv':
    case 'poe':
    case 'pixi':
      return scriptCalls(command, repository);
    case 'pre-commit':
    case 'prek':
      return preCommitCalls(command, repository);
    case 'node':
      return [
        ...npmCalls(command, repository),
        ...handedCalls(command, repository),
        ...nodeScriptCalls(command, repository),
      ];
    case 'tsx':
    case 'ts-node':
    case 'zx':
      return nodeScriptCalls(command, repository);
    default:
      if (/^python3?(\.\d+)?$/.test(program))
        return [...handedCalls(command, repository), ...pythonScriptCalls(command, repository)];
      if (program.endsWith('.py')) return pythonScriptCalls(command, repository);
      return runnerCalls(program, command, repository);
  }
}
