import type { Plan, PlannedStage } from '../../../plan/plan.ts';
import { isUnknown } from '../../../plan/symbol.ts';
import { startsContainers } from '../../container-tests.ts';
import type { RepositoryFacts } from '../../facts.ts';
import { base } from '../../path.ts';
import { ranTexts } from '../../recipes/recipe-texts.ts';
import { defineRule } from '../../rule.ts';
import { lostWith } from '../../spoken.ts';
import { fixBy, inMachineList } from '../../stage-edits.ts';
import { type LocatedCommand, setupCommands, shownCommand } from '../../stage-shell.ts';

export default defineRule({
  id: 'docker-access',
  severity: 'error',
  since: '0.1.0',
  summary: 'docker used without `services: [docker]`, or by a user who cannot reach its daemon',
  why: `The origin added its user to the group \`docker\` and ran the stages in a session that had begun before: "permission denied while
trying to connect to the Docker daemon socket". Its answer was \`chmod 666\` on the socket.`,
  instead: `\`machine: { services: [docker] }\`: the engine is installed, its daemon is waited for, and the stage's user reaches it.`,
  examples: {
    bad: [
      {
        campaign: `campaign: containers
version: 1
limits: { wall: 2h, stage: 20m }
machine: { type: c7i.large, user: ec2-user }
stages:
  database:
    run: |
      docker run -d --name db postgres:17.2
      ./bench --db localhost
`,
        files: { bench: '' },
        executable: ['bench'],
        expect: [
          '8:7 `docker run -d --name db postgres:17.2` needs docker, and the machine has no `services: [docker]`',
        ],
        fixed: `campaign: containers
version: 1
limits: { wall: 2h, stage: 20m }
machine: { type: c7i.large, user: ec2-user, services: [docker] }
stages:
  database:
    run: |
      docker run -d --name db postgres:17.2
      ./bench --db localhost
`,
      },
      {
        title: 'Installed by hand, for another user',
        campaign: `campaign: containers
version: 1
limits: { wall: 2h, stage: 20m }
machine:
  user: ec2-user
  packages: [docker]
  setup: systemctl enable --now docker
stages:
  database:
    run: docker ps
`,
        expect: ['10:10 `ec2-user` cannot reach the docker that `machine.setup` starts: `docker ps` is denied'],
      },
    ],
    good: [
      {
        campaign: `campaign: containers
version: 1
limits: { wall: 2h, stage: 20m }
machine: { type: c7i.large, user: ec2-user, services: [docker] }
stages:
  database:
    run: |
      docker run -d --name db postgres:17.2
      ./bench --db localhost
    requires: [{ service: docker }]
`,
        files: { bench: '' },
        executable: ['bench'],
      },
    ],
  },
  messages: {
    none: ({ command }: { command: string }) =>
      `\`${command}\` needs docker, and the machine has no \`services: [docker]\``,
    required: ({ stage }: { stage: string }) =>
      `\`${stage}\` requires the service docker, and the machine has no \`services: [docker]\``,
    user: ({ command, user }: { command: string; user: string }) =>
      `\`${user}\` cannot reach the docker that \`machine.setup\` starts: \`${command}\` is denied`,
  },
  check(context) {
    const { plan, facts, campaign } = context;
    if (plan.machine.services.some(service => service === 'docker' || isUnknown(service))) return;
    const setup = ownSetup(plan, facts);
    const told = new Set<PlannedStage>();
    const advice = (stage: PlannedStage) => ({
      stage,
      help:
        campaign.machine === undefined
          ? 'write `machine: { services: [docker] }`'
          : `write \`services: [${[...plan.machine.services, 'docker'].join(', ')}]\` under \`machine:\``,
      cost: lostWith(plan, stage),
      ...(!setup && fixBy('safe', 'write `services: [docker]`', inMachineList(campaign, 'services', ['docker']))),
    });
    for (const { stage, reading } of ranTexts(plan, facts)) {
      if (!stage || told.has(stage)) continue;
      const command = reading.commands.find(
        one => !one.context.trap && (isDocker(one) || startsContainers(one, plan, facts)),
      );
      if (!command) continue;
      // A campaign that is for no box of ours asks the machine it finds, before the first stage.
      if (!campaign.machine && asksFor(stage)) continue;
      if (setup && (setup.shared || command.context.root || !stage.user || stage.user === 'root')) continue;
      told.add(stage);
      const more = { place: reading.text.placeOf(command.start, command.end), ...advice(stage) };
      const said = shownCommand(command);
      if (setup && stage.user) context.report({ message: 'user', args: { command: said, user: stage.user }, ...more });
      else context.report({ message: 'none', args: { command: said }, ...more });
    }
    // What is asked for and never comes fails the run before its first stage.
    for (const stage of plan.stages) {
      const asked = stage.requires.find(one => one.kind === 'service' && one.service === 'docker');
      if (!asked || !campaign.machine || setup || stage.off || told.has(stage) || isOwnImage(plan)) continue;
      context.report({
        message: 'required',
        args: { stage: stage.stage.name.value },
        place: asked.place,
        ...advice(stage),
        cost: 'a paid box that never gets to its first stage',
      });
    }
  },
});

/** The client, or a tool that does nothing without the daemon. */
function isDocker({ kind, words, context }: LocatedCommand): boolean {
  if (kind !== 'command' || context.elsewhere) return false;
  const [program = '', first = '', second = ''] = words.map(({ value }) => value ?? '');
  const name = base(program);
  if (name === 'docker') return first !== '' && !/^(--version|-v|--help|version|help|context|completion)$/.test(first);
  if (name === 'docker-compose') return !/^(--version|version)$/.test(first);
  if (name === 'kind' || name === 'k3d') return first === 'create';
  if (/^(curl|socat|nc|ncat)$/.test(name))
    return words.some(({ value }) => /(^|[:=])\/(var\/)?run\/docker\.sock$/.test(value ?? ''));
  if (name === 'minikube')
    return first === 'start' && !words.some(({ value }) => /driver=(?!docker)/.test(value ?? ''));
  if (/^(gradlew?|mvnw?)$/.test(name))
    return words.some(({ value }) => /(^|:)(bootBuildImage|jibDockerBuild|dockerBuild|build-image)$/.test(value ?? ''));
  if (name === 'cross' || name === 'act') return first !== '' && !first.startsWith('--version');
  return (
    (name === 'pack' && first === 'build') ||
    (name === 'sam' && words.some(({ value }) => value === '--use-container')) ||
    (name === 'earthly' && second !== '')
  );
}

function asksFor({ requires }: PlannedStage): boolean {
  return requires.some(
    one => (one.kind === 'service' && one.service === 'docker') || (one.kind === 'tool' && one.tool === 'docker'),
  );
}

/** The setup brings docker by itself; `shared`: and lets the stages' user reach it. */
function ownSetup(plan: Plan, facts: RepositoryFacts): { readonly shared: boolean } | undefined {
  const commands = setupCommands(plan, facts);
  const says = (pattern: RegExp) =>
    commands.some(({ written }) => pattern.test(written.map(({ text }) => text).join(' ')));
  const brings = says(/\b(systemctl|service)\b.*\bdocker\b|\bdockerd\b|get\.docker\.com/);
  if (!brings) return undefined;
  const users = new Set(plan.stages.flatMap(({ user }) => user ?? []));
  const joins = commands.some(({ written }) => {
    const said = written.map(({ text }) => text);
    if (!/\b(usermod|gpasswd|adduser)\b.*\bdocker\b/.test(said.join(' '))) return false;
    // Another user in the group is no help to the stage's own.
    return said.slice(1).some(word => /[$`]/.test(word) || users.has(word.replaceAll(/["']/g, '')));
  });
  return { shared: joins || says(/docker\.sock|rootless/) };
}

/** Somebody's own image may bring the service; what the known ones bring is known. */
function isOwnImage({ machine }: Plan): boolean {
  return machine.image !== undefined && (isUnknown(machine.image) || /^ami-/.test(machine.image));
}
