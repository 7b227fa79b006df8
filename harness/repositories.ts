import { credentialsIn } from '../lint/credentials.ts';
import { base, resolvePath } from '../lint/path.ts';
import type { SimpleCommand } from '../lint/shell/commands.ts';
import type { Flow } from './flow.ts';
import { verbOf } from './roles.ts';
import type { Script } from './script.ts';

/** `git clone`, `git checkout`, `git pull`: `source` says what is cloned, and at which commit. */
export function takeClone(
  flow: Flow,
  script: Script,
  start: number,
  end: number,
  own: readonly SimpleCommand[],
): boolean {
  const { draft } = flow;
  const commands = own.filter(({ words }) => base(words[0]?.value ?? '') === 'git');
  for (const { words, cwd } of commands) {
    const args = words.slice(1).map(({ value, text }) => value ?? text);
    const verb = verbOf(args);
    const after = args.slice(args.indexOf(verb) + 1);
    if (verb === 'clone') {
      const branch = after.findIndex(word => word === '-b' || word === '--branch');
      const inline = after.find(word => word.startsWith('--branch='))?.slice(9);
      const plain = after.filter(
        (word, index) =>
          !word.startsWith('-') &&
          !/^(-b|--branch|--depth|-o|--origin|-c|--config|-j|--jobs|--filter|--reference|--shallow-since)$/.test(
            after[index - 1] ?? '',
          ),
      );
      const [url, dir] = plain;
      if (url === undefined || /["`]|\$(?!\{\{)/.test(url.replace(/^"|"$/g, ''))) return false;
      const clean = withoutCredential(url.replace(/^"|"$/g, ''));
      if (clean !== url && credentialsIn(url).length > 0)
        draft.wrong(
          'secret',
          script,
          start,
          'the address of the repository holds a credential',
          'taken out; let the machine have a role or a deploy key',
        );
      if (!/^[\w+.-]+:\/\/|^[\w.-]+@[\w.-]+:|^\$\{\{/.test(clean)) return false;
      const from = resolvePath(flow.cwd, cwd ?? '') ?? '';
      const place =
        dir === undefined || /\$(?!\{\{)/.test(dir) ? base(clean).replace(/\.git$/, '') : dir.replace(/^"|"$/g, '');
      const ref = inline ?? (branch >= 0 ? after[branch + 1] : undefined);
      draft.repositories.push({
        url: clean,
        dir: resolvePath(from, place),
        ...(ref !== undefined && { ref: ref.replace(/^"|"$/g, '') }),
      });
      continue;
    }
    if (draft.repositories.length === 0 && !/^(pull|fetch|checkout|switch|submodule|reset|config)$/.test(verb))
      return false;
    if (/^(checkout|switch|reset)$/.test(verb)) {
      const ref = after
        .filter(word => !word.startsWith('-') && word !== 'FETCH_HEAD')
        .at(-1)
        ?.replace(/^"|"$/g, '')
        .replace(/^origin\//, '');
      const at = args.indexOf('-C');
      const from = resolvePath(flow.cwd, at >= 0 ? args[at + 1]! : (cwd ?? ''));
      const one = draft.repositories.find(({ dir }) => dir !== undefined && dir === from) ?? draft.repositories.at(-1);
      if (one && ref !== undefined && !/\$(?!\{\{)|`/.test(ref) && !after.includes('--')) one.ref = ref;
      else if (!one) return false;
    }
    if (verb === 'submodule' && draft.repositories.length === 0) return false;
  }
  draft.moved(script, start, end, 'source');
  return true;
}

function withoutCredential(url: string): string {
  return url.replace(/^(\w+:\/\/)[^/@]*@/, '$1');
}
