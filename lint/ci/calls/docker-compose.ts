import { quote } from '../../../plan/quote.ts';
import type { Node } from '../../../schema/node.ts';
import { parentOf } from '../../path.ts';
import type { Command } from '../command.ts';
import { inside, join, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import type { Called } from '../shell/surroundings.ts';
import { entries, field, textOf, texts } from '../workflow/fields.ts';
import { yamlAt } from '../workflow/workflow.ts';

const DEFAULTS = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/**
 * What `docker compose run SERVICE` runs: the words after it, else the service's `command` of the last file that has one, in the
 * repository where a volume of the service brings it along (docs.docker.com, "docker compose run" and "Compose file reference").
 */
export function composeCalls(command: Command, repository: Repository): readonly Called[] {
  const words = command.words.slice(command.words[1] === 'compose' ? 2 : 1);
  const files: string[] = [];
  let at = 0;
  for (; words[at]?.startsWith('-'); at++) {
    if (words[at] === '-f' || words[at] === '--file') files.push(words[++at] ?? '');
    else if (/^(-p|--project-name|--profile|--env-file|--project-directory)$/.test(words[at]!)) at++;
  }
  if (words[at++] !== 'run') return [];
  while (words[at]?.startsWith('-'))
    at += /^(-e|--env|-u|--user|-v|--volume|-w|--workdir|--name|-p|--publish|-l|--label)$/.test(words[at]!) ? 2 : 1;
  const [name, ...given] = words.slice(at);
  const directory = inside(repository, command.cwd);
  if (name === undefined || directory === undefined) return [];
  const paths =
    files.length > 0
      ? files.map(file => inside(repository, resolvePath(command.cwd, file)))
      : DEFAULTS.map(file => join(directory, file));
  const known = paths.flatMap(path => {
    const service = path === undefined ? undefined : field(field(yamlAt(path, repository), 'services'), name);
    return path === undefined || service === undefined ? [] : [{ path, service }];
  });
  const mount = known.flatMap(({ path, service }) => mountOf(path, service, repository))[0];
  const stated = known.map(({ service }) => field(service, 'command')).findLast(node => node !== undefined);
  const text =
    given.length > 0
      ? given.map(quote).join(' ')
      : stated?.kind === 'sequence'
        ? texts(stated).map(quote).join(' ')
        : textOf(stated);
  if (mount === undefined || text === undefined || text === '') return [];
  const env = known.flatMap(({ service }) =>
    entries(field(service, 'environment')).flatMap(({ key, value }) =>
      textOf(value) === undefined ? [] : [[key.text, textOf(value)!] as const],
    ),
  );
  return [
    {
      hop: { label: `service ${name}` },
      // Inside, the repository lies where the volume puts it.
      text: text.replaceAll(mount.inside, mount.outside),
      cwd: mount.outside,
      env: new Map(env),
    },
  ];
}

/** Where the service has the repository's root: of `.:/code` in the file's directory. */
function mountOf(
  path: string,
  service: Node,
  repository: Repository,
): readonly { readonly inside: string; readonly outside: string }[] {
  const base = parentOf(path);
  return texts(field(service, 'volumes')).flatMap(volume => {
    const [, outer, inner] = /^(\.{1,2}(?:\/[^:]*)?):(\/[^:]+)/.exec(volume) ?? [];
    const outside = outer === undefined ? undefined : resolvePath(`${repository.root}/${base}`, outer);
    return inner === undefined || outside === undefined || inside(repository, outside) === undefined
      ? []
      : [{ inside: inner, outside }];
  });
}
