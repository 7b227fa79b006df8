import type { Plan, PlannedStage } from '../../../plan/plan.ts';
import { isUnknown } from '../../../plan/symbol.ts';
import { changedBy } from '../../changes.ts';
import { base, parentOf, relative, resolvePath } from '../../path.ts';
import { ranTexts } from '../../recipes/recipe-texts.ts';
import { defineRule } from '../../rule.ts';
import { lostWith } from '../../spoken.ts';
import { type LocatedCommand, setupCommands } from '../../stage-shell.ts';
import { isRootsPath } from '../../system-paths.ts';
import { writtenBy } from '../../writes.ts';

export default defineRule({
  id: 'foreign-log',
  severity: 'warning',
  since: '0.1.0',
  summary: 'a stage’s user writing where only root may',
  why: `The origin's benchmark ran as \`ec2-user\` and wrote a log that root had made: EPERM, then \`pipefail\`, then the end of the
campaign, with the measurement fine and nothing to show for it.`,
  instead: `Nothing: the runtime owns the logs. A file that shall be kept lies in the source directory and under \`produces\`; one that
has to lie elsewhere is made for the user in \`machine.setup\`: \`install -d -o ec2-user /var/log/bench\`.`,
  examples: {
    bad: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
machine: { user: ec2-user }
stages:
  bench:
    run: ./bench 2>&1 | tee -a /var/log/bench.log
`,
        files: { bench: '' },
        executable: ['bench'],
        expect: ['7:32 `ec2-user` may not write `/var/log/bench.log`'],
      },
    ],
    good: [
      {
        title: 'A place made for the user, root itself, and a log in the source directory',
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
machine:
  user: ec2-user
  setup: install -d -o ec2-user /var/log/bench
stages:
  bench:
    run: |
      ./bench 2>&1 | tee bench.log
      echo done >/var/log/bench/last
      echo 1 | sudo tee /etc/bench.conf
    produces: [bench.log, /var/log/bench/last, /etc/bench.conf]
`,
        files: { bench: '' },
        executable: ['bench'],
      },
    ],
  },
  messages: {
    denied: ({ user, path }: { user: string; path: string }) => `\`${user}\` may not write \`${path}\``,
  },
  check(context) {
    const { plan, facts } = context;
    const told = new Set<string>();
    for (const { stage, reading, recipe } of ranTexts(plan, facts)) {
      if (!stage?.user || stage.user === 'root' || isUnknown(stage.user)) continue;
      for (const [index, command] of reading.commands.entries()) {
        const { context: where, directory, written } = command;
        if (where.trap) continue;
        const changed = changedBy(command).map(({ value, start, end }) => ({
          path: value!.replace(/^of=/, ''),
          how: 'change' as const,
          start,
          end,
        }));
        for (const { path, how, start, end } of [...writtenBy(command), ...changed]) {
          // `sudo echo x > /etc/y`: it is the shell that opens the file, and it is not root's.
          const asRoot =
            how === 'redirect' || how === 'errors'
              ? where.root && !/^(sudo|doas)$/.test(written[0]?.text ?? '')
              : where.root;
          const absolute = resolvePath(directory, path);
          if (
            asRoot ||
            absolute === undefined ||
            isUnknown(absolute) ||
            !(isRoots(absolute, plan, reading.text.text) || (isMade(how) && isTopLevel(absolute))) ||
            isPrepared(absolute, setupCommands(plan, facts), /^(install|chown|chmod|setfacl|mount|mkdir)$/) ||
            isPrepared(absolute, reading.commands.slice(0, index).filter(isRootsOwn), /^(install|chown|chmod|setfacl)$/)
          )
            continue;
          // Of `make install` one line says it for all that goes into a directory.
          const key = `${stage.name} ${reading.text.placeOf(0, 0).source.path} ${parentOf(absolute)}`;
          if (recipe && told.has(key)) continue;
          told.add(key);
          context.report({
            message: 'denied',
            args: { user: stage.user, path: absolute },
            place: reading.text.placeOf(start, end),
            stage,
            help: helpFor(absolute, stage, plan),
            cost: lostWith(plan, stage),
          });
        }
      }
    }
  },
});

/** Where the system's own files are, or another user's: a user may write there only what was made for it. */
function isRoots(path: string, plan: Plan, code: string): boolean {
  // Settings of the kernel.
  if (/^\/(proc\/(sys|irq)|sys)\//.test(path)) return true;
  // What runs leaves its marks there; a user has a place of its own.
  if (/^\/run\/(?!user\/|lock\/)/.test(path)) return true;
  if (!isRootsPath(path) && !isOthersHome(path, plan, code)) return false;
  return ![plan.repository.dir, ...plan.siblings.map(({ dir }) => dir)].some(dir => relative(dir, path) !== undefined);
}

/** The home of a user that no stage runs as, and that the code becomes nowhere (`sudo -u bench`): others may not even look into it. */
function isOthersHome(path: string, { stages }: Plan, code: string): boolean {
  const owner = /^\/home\/([^/]+)\//.exec(path)?.[1];
  if (owner === undefined) return false;
  const become = [...code.matchAll(/\b(?:su|sudo|runuser)\b.*/g)].flatMap(([said]) => said.split(/[\s=]+/));
  return !become.includes(owner) && !stages.some(({ user }) => user === owner);
}

/** A directory, or a file by that very name: not one in a directory that may be there. */
function isMade(how: string): boolean {
  return how === 'make' || how === 'redirect' || how === 'errors';
}

/** `mkdir /data`: only root makes something there; what every machine has already is not made. */
function isTopLevel(path: string): boolean {
  return /^\/(?!(mnt|media|home|tmp|run|dev|proc|sys)$)[^/]+$/.test(path);
}

function isRootsOwn({ context }: LocatedCommand): boolean {
  return context.root;
}

/** Root makes it before, or something around it, and gives it away. */
function isPrepared(path: string, commands: readonly LocatedCommand[], by: RegExp): boolean {
  return commands.some(({ words }) => {
    if (!by.test(base(words[0]?.value ?? ''))) return false;
    return words
      .slice(1)
      .some(
        ({ value }) => value?.startsWith('/') && (path === value || path.startsWith(`${value.replace(/\/$/, '')}/`)),
      );
  });
}

function helpFor(path: string, { user }: PlannedStage, plan: Plan): string {
  const around = path.slice(0, path.lastIndexOf('/')) || '/';
  // What is the system's stays the system's.
  const systems = /^\/(root|etc|boot|s?bin|lib(64)?|usr(\/.*)?|opt|srv|var|var\/(lib|cache|spool|opt))?$/.test(around);
  const directory = systems ? `/srv/${plan.campaign.name.value}` : around;
  if (/^\/(proc|sys)\//.test(path)) return `write it in \`machine.setup\`, which root runs, or \`| sudo tee ${path}\``;
  return path.startsWith('/var/log/')
    ? 'delete it: the runtime keeps the whole log; or write into the source directory and list it under `produces`'
    : `write into the source directory and list it under \`produces\`, or into one that \`machine.setup\` makes: \`install -d -o ${user} ${directory}\``;
}
