import type { Plan, PlannedStage } from '../plan/plan.ts';
import { isUnknown } from '../plan/symbol.ts';
import type { Place } from '../schema/source.ts';
import type { RepositoryFacts } from './facts.ts';
import { base, relative, resolvePath } from './path.ts';
import { holds } from './produced.ts';
import { inlineFiles } from './programs/inline-files.ts';
import type { ShellWord } from './shell/words.ts';
import { isOutVariable } from './stage-files.ts';
import { stageReading } from './stage-shell.ts';
import { writtenBy } from './writes.ts';

/** The directories of the patterns that a stage's code gives to commands and loops. */
export function* patterns(
  plan: Plan,
  stage: PlannedStage,
  facts: RepositoryFacts,
): Iterable<{ path: string; glob: string; place: Place }> {
  for (const { text, commands, constructs } of stageReading(plan, stage, facts).texts) {
    const loops = constructs.flatMap(one =>
      one.kind === 'loop' && !one.context.elsewhere
        ? one.words.map(word => ({ word, directory: commands[one.body.from]?.directory }))
        : [],
    );
    const words = commands.flatMap(({ kind, words, directory, context, calls }) =>
      kind === 'command' && !context.elsewhere && !calls && !/^(rm|find|grep|echo|ssh)$/.test(words[0]?.value ?? '')
        ? words.slice(1).map(word => ({ word, directory }))
        : [],
    );
    for (const { word, directory } of [...loops, ...words]) {
      if (!word.glob || word.value === undefined || !word.value.includes('/') || /:\/\/|^-/.test(word.value)) continue;
      const plain = word.value.slice(0, word.value.search(/[*?[]/)).replace(/\/[^/]*$/, '');
      const absolute = plain === '' ? undefined : resolvePath(directory, plain);
      const path = relative(plan.repository.dir, absolute);
      const glob = path && `${path}/${word.value.slice(plain.length).replace(/^\//, '')}`;
      if (glob) yield { path, glob, place: text.placeOf(word.start, word.end) };
    }
  }
}

/** What lies outside of the checkout and is named to a command that may read it. */
export function* absolutes(
  plan: Plan,
  stage: PlannedStage,
  facts: RepositoryFacts,
): Iterable<{ path: string; place: Place }> {
  for (const { text, commands } of stageReading(plan, stage, facts).texts)
    for (const command of commands) {
      const { kind, words, redirects, context, calls } = command;
      if (kind !== 'command' || context.elsewhere || context.trap || calls) continue;
      const written = new Set([...writtenBy(command)].map(({ path }) => path));
      const named = /^(rm|rmdir|mkdir|touch|find|echo|printf|chmod|chown|df|umount|mount|ssh|test|\[)$/.test(
        words[0]?.value ?? '',
      )
        ? []
        : words.slice(1);
      for (const { value, glob, start, end } of [
        ...named,
        ...redirects.flatMap(({ operator, target }) => (operator === '<' ? [target] : [])),
      ]) {
        const path = value?.replace(/^--?[\w-]+=(?=\/)/, '');
        if (!path?.startsWith('/') || glob || isUnknown(path) || written.has(path)) continue;
        if (relative(plan.repository.dir, path) === undefined)
          yield { path: path.replace(/\/$/, ''), place: text.placeOf(start, end) };
      }
    }
}

/**
 * What is named to commands that search and select, or that hand a file to a container: `grep x file`, `find dir -exec …`, `docker cp
 * file db:`; what a program inside a command opens; and what the stage's `env` names. As often as not none of it is a file, so that it counts only where a stage makes it.
 */
export function* searched(
  plan: Plan,
  stage: PlannedStage,
  facts: RepositoryFacts,
): Iterable<{ path: string; place: Place }> {
  const { dir } = plan.repository;
  const local = (from: string | undefined, value: string | undefined) => {
    if (value === undefined || isUnknown(value) || /[*?[\n]/.test(value)) return undefined;
    const absolute = resolvePath(from, value);
    return relative(dir, absolute);
  };
  for (const { text, commands } of stageReading(plan, stage, facts).texts)
    for (const command of commands) {
      const { kind, words, directory, context } = command;
      if (kind !== 'command' || context.elsewhere || context.trap) continue;
      for (const word of searchedBy(words)) {
        const path = local(directory, word.value);
        if (path) yield { path, place: text.placeOf(word.start, word.end) };
      }
      for (const { path: written, writes, place } of inlineFiles(command, text)) {
        const path = writes ? undefined : local(directory, written);
        if (path) yield { path, place };
      }
    }
  for (const { name, value } of stage.stage.env) {
    const text = stage.env.find(one => one.name === name.value)?.value;
    const path = isOutVariable(name.value) || !text?.includes('/') ? undefined : local(stage.cwd, text);
    if (path) yield { path, place: value.place };
  }
}

function searchedBy(words: readonly ShellWord[]): readonly ShellWord[] {
  const program = base(words[0]?.value ?? '');
  const args = words.slice(1);
  const plain = args.filter(({ value }) => value === undefined || !value.startsWith('-'));
  const has = (option: RegExp) => args.some(({ value }) => option.test(value ?? ''));
  switch (program) {
    case 'grep':
    case 'egrep':
    case 'fgrep':
    case 'zgrep':
    case 'rg':
    case 'awk':
    case 'gawk':
    case 'sed':
      // The first word is the pattern or the program.
      return has(/^-[a-zA-Z]*[ef]$|^--(file|regexp|expression)/) ? plain : plain.slice(1);
    case 'find': {
      const options = args.findIndex(({ value }) => /^[-(!]/.test(value ?? '') && !/^-[HLP]$/.test(value!));
      const takesAway = has(/^-delete$/) || args.some(({ value }) => /^(.*\/)?(rm|rmdir|unlink)$/.test(value ?? ''));
      return takesAway ? [] : args.slice(0, options < 0 ? args.length : options);
    }
    case 'docker':
    case 'podman':
    case 'nerdctl':
    case 'kubectl':
      return plain[0]?.value === 'cp' && plain.length === 3 && !plain[1]!.text.includes(':') ? plain.slice(1, 2) : [];
    default:
      return [];
  }
}

/** The directories that a command takes away with all that is in them; not where the stage only sends what it has added to one. */
export function* carried(
  plan: Plan,
  stage: PlannedStage,
  facts: RepositoryFacts,
): Iterable<{ path: string; place: Place }> {
  for (const { text, commands } of stageReading(plan, stage, facts).texts)
    for (const { kind, words, directory, context } of commands) {
      if (kind !== 'command' || context.elsewhere || context.trap) continue;
      for (const { value, glob, start, end } of carriedBy(words)) {
        const absolute = value === undefined || glob || isUnknown(value) ? undefined : resolvePath(directory, value);
        const path = relative(plan.repository.dir, absolute);
        if (!path || (isSent(words) && stage.produces.some(output => holds(output, path, plan.repository.dir))))
          continue;
        yield { path, place: text.placeOf(start, end) };
      }
    }
}

/** What is sent again later takes along what has come by then. */
function isSent(words: readonly ShellWord[]): boolean {
  return /^(aws|gsutil|rclone|rsync|scp)$/.test(base(words[0]?.value ?? ''));
}

function carriedBy(words: readonly ShellWord[]): readonly ShellWord[] {
  const program = base(words[0]?.value ?? '');
  const args = words.slice(1);
  const plain = args.filter(({ value }) => value !== undefined && !value.startsWith('-'));
  const has = (option: RegExp) => args.some(({ value }) => option.test(value ?? ''));
  switch (program) {
    case 'tar':
      // Of `tar -czf x.tgz out` what comes after the archive.
      return /^-?[a-zA-Z]*c[a-zA-Z]*f$/.test(args[0]?.value ?? '') && !has(/^-C|^--directory/)
        ? plain.filter(word => args.indexOf(word) > 1)
        : [];
    case 'zip':
      return has(/^-[a-zA-Z]*r/) ? plain.slice(1) : [];
    case 'aws':
      return plain[0]?.value === 's3' && (plain[1]?.value === 'sync' || has(/^--recursive$/)) ? plain.slice(2, 3) : [];
    case 'gsutil':
    case 'rclone':
      return has(/^(rsync|sync|copy|-r|-R)$/) ? plain.slice(-2, -1) : [];
    case 'rsync':
    case 'scp':
    case 'cp':
      return has(/^-[a-zA-Z]*[arR]|^--(archive|recursive)$/) ? plain.slice(0, -1) : [];
    default:
      return [];
  }
}
