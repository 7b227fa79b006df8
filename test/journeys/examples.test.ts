import { expect } from 'vitest';
import { commands } from '../../cli/commands/index.ts';
import { journey, travels, until } from './world.ts';

const one = `
  only: { run: "hostname; sleep 15" }
`;

/** The words of an example of this command that is about boxes, for the bucket that is there. */
function examplesOf(name: string): readonly (readonly string[])[] {
  const examples = commands.find(command => command.name === name)?.examples ?? [];
  return examples
    .map(({ command }) => command.replace('s3://my-bucket/results', 's3://results/at').split(' ').slice(1))
    .filter(words => words[0] === 'sweep' || words.includes('--on'));
}

travels(
  'every example about boxes does what it says',
  async () => {
    await using given = await journey({ region: 'us-east-2' }, one);
    const done = async (words: readonly string[]) => {
      const { code, stdout, stderr } = await given.campaign(...words);
      expect(code, `${words.join(' ')}\n${stderr}`).toBe(0);
      return stdout;
    };
    expect(examplesOf('run')).toHaveLength(1);
    const [latest] = (await done(examplesOf('run')[0]!)).split(' ');
    // A box that has finished and is not off yet is one that sweep would name.
    await until(() => given.stored(latest!).has('COMPLETE') && given.boxes()[0]?.state === 'terminated', 200);
    await done(['run', '--on', 'ec2', '--yes', '--detach', '--run-id', '20260517T091500Z-k3x9q0']);

    expect(examplesOf('sweep')).toHaveLength(3);
    for (const words of examplesOf('sweep')) await done(words);
    await until(() => given.boxes().every(({ state }) => state === 'terminated'), 60);

    expect(examplesOf('resume')).toHaveLength(1);
    expect(await done(examplesOf('resume')[0]!)).toContain(`small · ${latest} · complete`);
    expect(given.boxes()).toHaveLength(3);
  },
  400,
);
