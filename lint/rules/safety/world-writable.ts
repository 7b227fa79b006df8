import type { Fix } from '../../finding.ts';
import { base } from '../../path.ts';
import { ranTexts } from '../../recipes/recipe-texts.ts';
import { defineRule } from '../../rule.ts';
import { exactly, fixBy } from '../../stage-edits.ts';
import type { ShellText } from '../../stage-script.ts';
import type { LocatedCommand } from '../../stage-shell.ts';

export default defineRule({
  id: 'world-writable',
  severity: 'warning',
  since: '0.1.0',
  summary: 'files or sockets made writable for everybody: `chmod 777`, `chmod o+w`, `umask 000`',
  why: `To reach docker the origin wrote \`chmod 666 /var/run/docker.sock\`: whoever got any process on the box was root on it. It is
also a sign that a user or a group is not what it should be, which comes back elsewhere.`,
  instead: `The owner: \`chown\`, \`install -o\`, or the stage's \`user\`. For docker, \`services: [docker]\`: the daemon is then there and the
stage's user reaches it. A directory for everybody has the sticky bit: \`1777\`.`,
  examples: {
    bad: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
machine:
  services: [docker]
  setup: |
    chmod 666 /var/run/docker.sock
    mkdir -m 777 /data
stages:
  bench:
    run: docker ps
`,
        expect: [
          '7:11 `chmod 666` lets everybody on the machine write `/var/run/docker.sock`',
          '8:14 `mkdir -m 777` lets everybody on the machine write `/data`',
        ],
        fixed: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
machine:
  services: [docker]
  setup: |
    chmod 666 /var/run/docker.sock
    mkdir -m 775 /data
stages:
  bench:
    run: docker ps
`,
      },
    ],
    good: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
machine:
  services: [docker]
  setup: |
    install -d -o ec2-user -m 755 /data
    mkdir -p /scratch
    chmod 1777 /scratch
stages:
  bench:
    run: docker ps
`,
      },
    ],
  },
  messages: {
    mode: ({ how, path }: { how: string; path: string }) =>
      `\`${how}\` lets everybody on the machine write ${path === '{}' ? 'each file that it is given' : `\`${path}\``}`,
    umask: ({ how }: { how: string }) => `after \`${how}\` everybody on the machine can write what is made`,
  },
  check(context) {
    const { plan, facts } = context;
    for (const { stage, reading } of ranTexts(plan, facts))
      for (const command of reading.commands) {
        const opened = opens(command);
        if (!opened) continue;
        const { how, path, start, end } = opened;
        const more = {
          place: reading.text.placeOf(start, end),
          stage,
          help: /docker\.sock/.test(path)
            ? 'write `services: [docker]` and delete this'
            : path === ''
              ? 'write `umask 022`'
              : 'give it to the one who writes it: `chown`, or `user:` of the stage',
          cost: 'a machine on which any process can change what is run and what is measured',
          ...(!/docker\.sock/.test(path) && closing(reading.text, start, end, path === '')),
        };
        if (path === '') context.report({ message: 'umask', args: { how }, ...more });
        else context.report({ message: 'mode', args: { how, path }, ...more });
      }
  },
});

/** The same mode, without the right of others to write. */
function closing(text: ShellText, start: number, end: number, masks: boolean): { readonly fix?: Fix } {
  const place = exactly(text, start, end);
  const mode = (masks ? /[0-7]{1,4}$/ : /[0-7]{3,4}$/).exec(text.text.slice(start, end))?.[0];
  if (!place || mode === undefined) return {};
  // A mask says what is taken away.
  const bits = Number.parseInt(mode, 8);
  const closed = (masks ? bits | 0o022 : bits & ~0o002).toString(8).padStart(masks ? 3 : mode.length, '0');
  const range = { start: place.range.end - mode.length, end: place.range.end };
  return fixBy('unsafe', `write \`${closed}\``, { place: { source: place.source, range }, replacement: closed });
}

function opens({
  kind,
  words,
  context,
}: LocatedCommand): { how: string; path: string; start: number; end: number } | undefined {
  if (kind !== 'command' || context.elsewhere) return undefined;
  const program = base(words[0]?.value ?? '');
  const args = words.slice(1);
  if (program === 'umask') {
    const [mask] = args;
    return mask?.value !== undefined &&
      /^0*[0-7]?[0-7]?[014-5]$/.test(mask.value) &&
      !/[2367]$/.test(mask.value) &&
      /^0+$|^\d*0$/.test(mask.value)
      ? { how: `umask ${mask.value}`, path: '', start: mask.start, end: mask.end }
      : undefined;
  }
  const target = args.at(-1)?.text ?? '';
  if (program === 'chmod') {
    const at = args.findIndex(({ value }) => value === undefined || !/^-[A-Za-z]*[vcfRhHLP]|^--/.test(value));
    const mode = args[at];
    if (mode?.value === undefined || !isOpen(mode.value)) return undefined;
    const path = args[at + 1]?.text ?? '{}';
    return { how: `chmod ${mode.value}`, path, start: mode.start, end: mode.end };
  }
  if (program === 'mkdir' || program === 'install' || program === 'mkfifo') {
    for (const [index, { value, start, end }] of args.entries()) {
      const next = args[index + 1];
      if (/^-[a-zA-Z]*m$|^--mode$/.test(value ?? '') && next?.value !== undefined && isOpen(next.value))
        return { how: `${program} -m ${next.value}`, path: target, start: next.start, end: next.end };
      const joined = /^(?:-m|--mode=)(\S+)$/.exec(value ?? '')?.[1];
      if (joined && isOpen(joined)) return { how: `${program} -m ${joined}`, path: target, start, end };
    }
  }
  if (program === 'setfacl') {
    const rights = args.find(({ value }) => /(^|,)(d:)?o(ther)?:{1,2}[r-]?w/.test(value ?? ''));
    if (rights) return { how: `setfacl ${rights.value}`, path: target, start: rights.start, end: rights.end };
  }
  return undefined;
}

/** Others may write, and no sticky bit keeps them from each other's files. */
function isOpen(mode: string): boolean {
  if (/^[0-7]{3,5}$/.test(mode)) {
    const bits = Number.parseInt(mode, 8);
    return (bits & 0o002) !== 0 && (bits & 0o1000) === 0;
  }
  return mode.split(',').some(part => /^[ug]*[oa][ugoa]*[+=][rxXst]*w/.test(part)) && !/[+=][rwxXs]*t/.test(mode);
}
