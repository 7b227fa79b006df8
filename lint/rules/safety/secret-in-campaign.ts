import type { Assignment } from '../../../schema/model.ts';
import type { Place } from '../../../schema/source.ts';
import { credentialsIn, namesSecret, pairsIn, weigh } from '../../credentials.ts';
import { base } from '../../path.ts';
import { stagePrograms } from '../../programs/stage-programs.ts';
import { ranTexts } from '../../recipes/recipe-texts.ts';
import { defineRule } from '../../rule.ts';
import type { Construct } from '../../shell/construct.ts';
import type { LocatedCommand } from '../../stage-shell.ts';

export default defineRule({
  id: 'secret-in-campaign',
  severity: 'error',
  since: '0.1.0',
  summary: 'a credential in the campaign, in `env`, in a command or in a script that a stage runs',
  why: `What stands in campaign.yaml stands in git, in the compiled script, in the machine's user data and in the store, readable by
whoever may read any of these, and it stays there after it has been taken out.`,
  instead: `\`secrets: { NAME: "ssm:/campaign/name" }\` at the top and \`secrets: [NAME]\` at the stage: it is read on the box when it is
needed, is in no script, and is masked in every log. Then revoke the one that stood here.`,
  examples: {
    bad: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
env:
  AWS_ACCESS_KEY_ID: AKIAQ3EGRZ4K7LINT5A2
  DB_PASSWORD: t9Kq-41xW.zzR0
stages:
  bench:
    run: ./bench --token q8Zt5mLw02Rk1PbVx77D
`,
        files: { bench: '' },
        executable: ['bench'],
        expect: [
          '5:22 this is an AWS access key: everyone who can read the campaign, its script or its store has it',
          '6:16 the value of `DB_PASSWORD` is a secret: everyone who can read the campaign, its script or its store has it',
          '9:26 the value of `--token` is a secret: everyone who can read the campaign, its script or its store has it',
        ],
      },
    ],
    good: [
      {
        title: 'Read on the box, and the password of a database that lives as long as the stage',
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
env: { POSTGRES_PASSWORD: postgres, TOKEN_FILE: /run/token }
secrets: { DB_PASSWORD: "ssm:/campaign/db" }
stages:
  bench:
    run: ./bench --password "$DB_PASSWORD" --url "postgres://bench:$DB_PASSWORD@db/bench"
    secrets: [DB_PASSWORD]
`,
        files: { bench: '' },
        executable: ['bench'],
      },
    ],
  },
  messages: {
    format: ({ what }: { what: string }) =>
      `this is ${what}: everyone who can read the campaign, its script or its store has it`,
    named: ({ name }: { name: string }) =>
      `the value of \`${name}\` is a secret: everyone who can read the campaign, its script or its store has it`,
    perhaps: ({ name }: { name: string }) => `the value of \`${name}\` may be a secret, and it is written out here`,
  },
  check(context) {
    const { plan, facts, campaign, reading } = context;
    const told: Place[] = [];
    const isTold = ({ source, range }: Place) =>
      told.some(one => one.source === source && one.range.start < range.end && range.start < one.range.end);
    const cost = 'whatever the credential opens, for as long as it is valid';
    const tell = (found: { place: Place; what?: string; name?: string; sure?: boolean }) => {
      if (isTold(found.place)) return;
      const help = helpFor(found.name ?? '');
      told.push(found.place);
      const { place, what, name = '', sure = true } = found;
      if (what) context.report({ message: 'format', args: { what }, place, help, cost });
      else if (sure) context.report({ message: 'named', args: { name }, place, help, cost });
      else context.report({ message: 'perhaps', args: { name }, place, help, cost, severity: 'warning' });
    };
    for (const { what, start, end } of credentialsIn(reading.source.text))
      tell({ what, place: { source: reading.source, range: { start, end } } });
    const assigned = ({ name, value }: Assignment) => {
      if (!namesSecret(name.value) || value.parts.some(part => part.kind === 'expression')) return;
      const weight = weigh(value.text, name.value);
      if (weight !== 'none') tell({ name: name.value, place: value.place, sure: weight === 'sure' });
    };
    campaign.env.forEach(assigned);
    for (const { env } of campaign.stages) env.forEach(assigned);
    for (const { name, default: value } of campaign.params.values())
      if (value && namesSecret(name.value) && typeof value.value === 'string') {
        const weight = weigh(value.value, name.value);
        if (weight !== 'none') tell({ name: name.value, place: value.place, sure: weight === 'sure' });
      }
    for (const { reading: text, recipe } of ranTexts(plan, facts)) {
      const elsewhere = text.script !== undefined || recipe !== undefined;
      if (elsewhere)
        for (const { what, start, end } of credentialsIn(text.text.text))
          tell({ what, place: text.text.placeOf(start, end) });
      for (const command of text.commands)
        for (const { name, value, start, end } of literals(command)) {
          const weight = weigh(value, name);
          // What a variable brings is told where it is written, if its name says that it is one.
          if (weight === 'perhaps' && text.text.text.slice(start, end).includes('$')) continue;
          if (weight !== 'none') tell({ name, place: text.text.placeOf(start, end), sure: weight === 'sure' });
        }
      for (const { value, start, end } of text.constructs.flatMap(one => echoed(one, text.commands))) {
        const weight = weigh(value, '--password-stdin');
        if (weight !== 'none')
          tell({ name: '--password-stdin', place: text.text.placeOf(start, end), sure: weight === 'sure' });
      }
      if (elsewhere)
        for (const { name, start, end } of pairsIn(text.text.text))
          tell({ name, place: text.text.placeOf(start, end), sure: false });
    }
    for (const stage of plan.stages)
      for (const { inline, text } of stage.off ? [] : stagePrograms(plan, stage, facts))
        for (const { what, start, end } of inline ? [] : credentialsIn(text.text))
          tell({ what, place: text.placeOf(start, end) });
    for (const { name, start, end } of pairsIn(reading.source.text))
      tell({ name, place: { source: reading.source, range: { start, end } }, sure: false });
  },
});

/** Where it belongs, under the name that it has already. */
function helpFor(name: string): string {
  const variable = /^[A-Z_][A-Z0-9_]*$/.test(name) ? name : 'TOKEN';
  const path = variable.toLowerCase().replaceAll('_', '-');
  return `revoke it; put a new one into SSM, write \`secrets: { ${variable}: "ssm:/campaign/${path}" }\` at the top level and \`secrets: [${variable}]\` at the stage, and read \`$${variable}\` there`;
}

/** Options of programs that take a password and do not say so in their name. */
const PASSWORD_OPTION: Readonly<Record<string, RegExp>> = {
  docker: /^-p$/,
  podman: /^-p$/,
  sshpass: /^-p$/,
  'redis-cli': /^-a$/,
  az: /^-p$/,
  unzip: /^-P$/,
  zip: /^-P$/,
  openssl: /^-k$/,
  gpg: /^--passphrase$/,
};

/** `--password X`, `--token=X`, `TOKEN=X`, `-u user:X`, `docker login -p X`. */
function* literals({ words, assigns }: LocatedCommand) {
  for (const { name, value, start, end } of assigns)
    if (value !== undefined && namesSecret(name)) yield { name, value, start: start + name.length + 1, end };
  const program = base(words[0]?.value ?? '');
  const plain = words.filter(({ value }) => value !== undefined && !value.startsWith('-'));
  const [, first, second, third, fourth] = plain;
  // `wandb login KEY`, `aws configure set aws_secret_access_key KEY`.
  if (/^(wandb|vault)$/.test(program) && first?.value === 'login' && second?.value)
    yield { name: `${program} login`, value: second.value, start: second.start, end: second.end };
  if (program === 'aws' && first?.value === 'configure' && third?.value && fourth?.value && namesSecret(third.value))
    yield { name: third.value, value: fourth.value, start: fourth.start, end: fourth.end };
  for (const [index, { value, start, end }] of words.entries()) {
    if (program === 'curl' && /^-u[^:]+:./.test(value ?? ''))
      yield { name: '-u', value: value!.slice(value!.indexOf(':') + 1), start, end };
    const option = /^--?([\w.-]+)(=(.*))?$/s.exec(value ?? '');
    if (!option) continue;
    const [, name = '', joined, inner] = option;
    const next = words[index + 1];
    if (namesSecret(name)) {
      if (joined) yield { name: value!.slice(0, -joined.length), value: inner!, start, end };
      else if (next?.value !== undefined && !next.value.startsWith('-'))
        yield { name: value!, value: next.value, start: next.start, end: next.end };
    }
    const user =
      (program === 'curl' && (name === 'u' || name === 'user')) ||
      (/^https?$/.test(program) && (name === 'a' || name === 'auth')) ||
      (program === 'wget' && name === 'http-password');
    if (user && next?.value?.includes(':'))
      yield { name: value!, value: next.value.slice(next.value.indexOf(':') + 1), start: next.start, end: next.end };
    // Of `docker run`, `-p` is a port.
    const logs = !/^(docker|podman|az)$/.test(program) || first?.value === 'login';
    if (logs && PASSWORD_OPTION[program]?.test(value!) && next?.value !== undefined && !next.value.startsWith('-'))
      yield { name: value!, value: next.value, start: next.start, end: next.end };
    const given = /^(?:-e|--env)$/.test(value!) ? /^(\w+)=(.+)$/s.exec(next?.value ?? '') : undefined;
    if (given && next && namesSecret(given[1]!))
      yield { name: given[1]!, value: given[2]!, start: next.start, end: next.end };
    if (/^(mysql|mysqldump|mysqladmin|mariadb)$/.test(program) && /^p\S{4,}$/.test(name) && !value!.startsWith('--'))
      yield { name: '-p', value: name.slice(1), start, end };
  }
}

/** `echo X | docker login --password-stdin`. */
function echoed(one: Construct, commands: readonly LocatedCommand[]) {
  if (one.kind !== 'pipe' || one.parts.length < 2) return [];
  const [said] = commands.slice(one.parts[0]!.from, one.parts[0]!.to);
  const takes = commands
    .slice(one.parts.at(-1)!.from, one.parts.at(-1)!.to)
    .some(({ words }) => words.some(({ value }) => /^--(password-stdin|with-token)$/.test(value ?? '')));
  const word = said?.words.at(-1);
  return takes && /^(echo|printf)$/.test(said?.words[0]?.value ?? '') && word?.value !== undefined
    ? [{ value: word.value, start: word.start, end: word.end }]
    : [];
}
