import { campaignFile } from '../campaign-file.ts';
import { type Command, formatOption } from '../command.ts';
import { planOptions } from '../params.ts';

export const prebuild: Command = {
  name: 'prebuild',
  summary: 'build, prove and publish the prebuilt artifacts of the commit',
  description: `Checks out the pinned commit where a box has it (source.dir), builds there with the campaign's env, packs so that the same tree gives the same
bytes, and brings the archive back with the very code of a box: what would compile again, or has other flags than the stages, is not
published. Then the archive is uploaded and read back, and its manifest last. What lies there already and was made of the same is left
alone; anything else is replaced with --force alone. The build gets no credentials and no RUSTFLAGS or CARGO_PROFILE_* of this shell.
It is what the workflow of campaign compile --target github-workflow calls, and does the same on a laptop that may write to the place.`,
  arguments: [{ name: 'FILE', summary: 'the campaign; default: campaign.yaml, here or above', complete: 'campaign' }],
  options: [
    {
      name: 'output',
      short: 'o',
      value: 'DIR',
      complete: 'directory',
      summary: 'leave archives and manifests there; publish nothing, need no credentials',
    },
    {
      name: 'from',
      value: 'DIR',
      complete: 'directory',
      summary: 'build nothing: publish what --output has left there',
    },
    {
      name: 'provision',
      summary: 'first machine.packages and machine.setup, as on a box: as root, in a container or in CI',
    },
    { name: 'force', summary: 'replace what lies there; its manifest goes first' },
    { name: 'dry-run', short: 'n', summary: 'say what would be built and what lies there; change nothing' },
    ...planOptions,
    formatOption,
  ],
  examples: [
    { command: 'campaign prebuild --dry-run', meaning: 'what would be built where, and what lies there' },
    { command: 'campaign prebuild -o artifacts', meaning: 'build, prove and pack; look at it before it is published' },
  ],
  exits: [
    [0, 'every artifact is there, published now or before; with --output it is in the directory'],
    [1, 'a build failed, would be of no use to the box, or another artifact lies at the URL'],
    [2, 'the campaign has errors or nothing to build, or the command line is wrong'],
    [3, 'this machine cannot build it: another architecture, no place for the source, a missing tool'],
    [4, 'the place of the artifact cannot be read or written, or does not give back what was put'],
    [130, 'interrupted by Ctrl-C (143: by SIGTERM): nothing half-published is left'],
  ],
  async run(invocation, context) {
    const { prebuildCampaign } = await import('../prebuild.ts');
    return await prebuildCampaign(campaignFile(invocation.arguments[0], context), invocation, context);
  },
};
