import { existsSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { type Command, formatOption } from '../command.ts';
import { Refusal } from '../io.ts';

export const importCommand: Command = {
  name: 'import',
  summary: 'make a first campaign.yaml of a hand-written harness',
  description: `Reads a shell script that runs a benchmark, and those that it calls where they are named too: stages as functions, as calls of
a function such as stage NAME 'commands', as blocks, as the arms of a case, as loops, or as plain commands; user data with
here-documents and Terraform templates. Runs nothing of it.
The campaign goes to stdout, or to FILE with -o. On stderr: what was wrong with the harness, what each cost, and every command
that is not in the campaign, with the reason. Credentials are never copied.`,
  arguments: [
    {
      name: 'SCRIPT',
      summary: 'the harness, `-` for stdin; scripts that it calls may follow',
      required: true,
      many: true,
      complete: 'file',
    },
  ],
  options: [
    { name: 'output', short: 'o', value: 'FILE', complete: 'file', summary: 'write there instead of to stdout' },
    { name: 'force', summary: 'with -o: over a file that is there' },
    {
      name: 'name',
      value: 'NAME',
      complete: 'nothing',
      summary: 'what the campaign is called; default: as the repository',
    },
    { ...formatOption, summary: 'json: on stdout, the campaign and all that is told of the harness' },
  ],
  examples: [
    {
      command: 'campaign import bench.sh -o campaign.yaml',
      meaning: 'a first campaign, and what was wrong with the harness',
    },
    {
      command: 'campaign import userdata.sh bench.sh --format json',
      meaning: 'of a script and the one that it runs, for a program',
    },
  ],
  exits: [
    [0, 'the campaign is written'],
    [2, 'that is no shell script, or it cannot be read or written'],
  ],
  async run(invocation, context) {
    const output = invocation.value('output');
    const file = output === '-' ? undefined : output;
    if (file !== undefined && !invocation.has('force') && existsSync(resolve(context.cwd, file)))
      throw new Refusal(`${file} is already there`, 'name another file with -o, or write over it with --force');
    const { readStdin, readText } = await import('../campaign-file.ts');
    const files = invocation.arguments.map(given =>
      given === '-'
        ? { path: 'stdin', text: readStdin('stdin') }
        : {
            path: given,
            text: readText(
              { path: resolve(context.cwd, given), shown: given },
              'name the script that runs the benchmark',
            ),
          },
    );
    const { repositoryAround, factsOf } = await import('../ports/repository.ts');
    const { ciPatterns, nameFor } = await import('../first-campaign.ts');
    const repository = repositoryAround(context.cwd, context.io);
    const facts = factsOf(repository);
    const name = invocation.value('name') ?? nameFor(repository.root);
    if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(name))
      throw new Refusal(
        `\`${name}\` is no name for a campaign`,
        'lower-case letters, digits and `-`, at most 63, a letter or digit first',
      );
    const workflows = facts.list('.github/workflows').filter(one => /\.ya?ml$/.test(one));
    const { importHarness } = await import('../../harness/import.ts');
    const imported = await importHarness(files, {
      name,
      ci: ciPatterns(workflows),
      facts,
      from: relative(repository.root, context.cwd),
    });
    if ('fault' in imported) throw new Refusal(imported.fault.message, imported.fault.help);
    if (file !== undefined)
      try {
        writeFileSync(resolve(context.cwd, file), imported.text);
      } catch (error) {
        throw new Refusal(`${file} cannot be written: ${(error as Error).message}`, 'name another file with -o');
      }
    if (invocation.value('format') === 'json') {
      const { importObject } = await import('../../report/import-json.ts');
      context.io.stdout.write(`${JSON.stringify(importObject(imported, name, file), null, 2)}\n`);
      return 0;
    }
    if (file === undefined) context.io.stdout.write(imported.text);
    const { importText } = await import('../../report/import-pretty.ts');
    const { columns } = context.io.stderr;
    context.note(
      importText(imported, {
        colors: context.colors.stderr,
        verbose: context.verbose,
        ...(columns !== undefined && { columns }),
        ...(file !== undefined && { file }),
      }),
    );
    return 0;
  },
};
