import { type Command, globalOptions, type Option, optionLabel, topOptions, usage } from '../../cli/command.ts';
import { commands } from '../../cli/commands/index.ts';
import { compareJsonSchema } from '../../report/compare/json-schema.ts';
import { compilationJsonSchema } from '../../report/compilation-json-schema.ts';
import { doctorJsonSchema } from '../../report/doctor.ts';
import { lintJsonSchema } from '../../report/findings-json-schema.ts';
import { importJsonSchema } from '../../report/import-json-schema.ts';
import { planJsonSchema } from '../../report/plan-json-schema.ts';
import { prebuildJsonSchema } from '../../report/prebuild.ts';
import { rehearsalJsonSchema } from '../../report/rehearsal/json-schema.ts';
import { cancelledJsonSchema } from '../../report/run/cancelled.ts';
import { runJsonSchema, runsJsonSchema, summaryJsonSchema, sweepJsonSchema } from '../../report/run/json-schema.ts';
import { watchJsonSchema } from '../../report/run/watched.ts';
import { whyJsonSchema } from '../../report/run/why.ts';
import { reportJsonSchema } from '../../report/run-report/json-schema.ts';
import type { Generated } from '../generated.ts';
import { toText } from '../json-schema.ts';

/** By command, the schema of what it prints as JSON. */
const outputs = {
  cancel: cancelledJsonSchema,
  compare: compareJsonSchema,
  compile: compilationJsonSchema,
  doctor: doctorJsonSchema,
  import: importJsonSchema,
  plan: planJsonSchema,
  prebuild: prebuildJsonSchema,
  rehearse: rehearsalJsonSchema,
  report: reportJsonSchema,
  run: summaryJsonSchema,
  runs: runsJsonSchema,
  status: runJsonSchema,
  sweep: sweepJsonSchema,
  watch: watchJsonSchema,
  why: whyJsonSchema,
};

export default [
  { path: 'docs/reference/cli.md', text: () => reference(commands) },
  { path: 'schema/lint.schema.json', text: () => toText(lintJsonSchema) },
  ...Object.entries(outputs).map(([name, schema]) => ({
    path: `schema/output/${name}.schema.json`,
    text: () => toText(schema),
  })),
] satisfies readonly Generated[];

/** The page of the command line, from the commands' own declarations. */
function reference(all: readonly Command[]): string {
  const blocks = [
    '<!-- Generated from cli/commands/ by `npm run generate`. -->',
    '# The command line',
    'Results go to stdout, what is said beside them to stderr.',
    `What \`--format json\` prints has a JSON Schema: ${['lint', ...Object.keys(outputs).map(name => `output/${name}`)].map(name => `[${name.replace('output/', '')}](../../schema/${name}.schema.json)`).join(', ')}.`,
    `| command | what it does |\n|---|---|\n${all.map(({ name, summary }) => row(`[\`campaign ${name}\`](#campaign-${name})`, summary)).join('\n')}`,
    `Every command takes these options, before or after its name; \`--version\` stands alone:`,
    table([...topOptions, ...globalOptions]),
    ...all.flatMap(section),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function section(command: Command): string[] {
  const { name, summary, description, options, examples, exits } = command;
  return [
    `## campaign ${name}`,
    `${summary[0]!.toUpperCase()}${summary.slice(1)}.`,
    ...(description ? [description] : []),
    `    ${usage(command)}`,
    ...(command.arguments.length > 0
      ? [
          `| argument | meaning |\n|---|---|\n${command.arguments.map(argument => row(`\`${argument.name}\``, argument.summary)).join('\n')}`,
        ]
      : []),
    ...(options.length > 0 ? [table(options)] : []),
    examples.map(({ command: line, meaning }) => `- \`${line}\`: ${meaning}`).join('\n'),
    ...(exits
      ? [`| exit code | meaning |\n|---|---|\n${exits.map(([code, meaning]) => row(String(code), meaning)).join('\n')}`]
      : []),
  ];
}

function table(options: readonly Option[]): string {
  return `| option | meaning |\n|---|---|\n${options.map(option => row(`\`${optionLabel(option).trim()}\``, option.summary)).join('\n')}`;
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
