import type { Place } from '../../../schema/source.ts';
import { type Source, source } from '../../../schema/source.ts';
import type { RepositoryFacts } from '../../facts.ts';
import { parentOf, resolvePath } from '../../path.ts';
import { defineRule } from '../../rule.ts';
import { tree } from '../../tracked.ts';

export default defineRule({
  id: 'template-hazard',
  severity: 'error',
  since: '0.1.0',
  summary: 'shell text in a template of Terraform or CloudFormation that the template engine would take for its own',
  why: `The origin's userdata.sh was rendered by Terraform's \`templatefile()\`: each \`\${VAR}\` of the shell was looked up among Terraform's
variables, and either stopped the plan or became something else. \`curl -w '%{http_code}'\` is a directive to it.`,
  instead: `\`$\${VAR}\` and \`%%{…}\` in a Terraform template, \`\${!VAR}\` in \`Fn::Sub\`; \`$VAR\` without braces is safe in both. Or
\`campaign compile --target terraform\`, which escapes all of it and is tested against the real engine.`,
  examples: {
    bad: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: df -h
`,
        files: {
          'infra/main.tf':
            'locals {\n  data = templatefile("${path.module}/userdata.sh", { bucket = var.bucket })\n}\n',
          'infra/userdata.sh': '#!/bin/bash\naws s3 ls "s3://${bucket}"\necho "${HOME:-/root} ${USER}"\n',
        },
        expect: [
          'infra/userdata.sh:3:7 Terraform takes `${HOME:-/root}` for its own: it is no expression of its language, and rendering fails',
          'infra/userdata.sh:3:22 Terraform takes `${USER}` for its own: `USER` is not among the variables of this template',
        ],
      },
    ],
    good: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: df -h
`,
        files: {
          'infra/main.tf':
            'locals {\n  data = templatefile("${path.module}/userdata.sh", { bucket = var.bucket })\n}\n',
          'infra/userdata.sh': '#!/bin/bash\naws s3 ls "s3://${bucket}"\necho "$${HOME:-/root} $USER"\n',
          'other.sh': 'echo "${HOME:-/root}"\n',
        },
      },
    ],
  },
  messages: {
    unknown: ({ engine, text, name }: { engine: string; text: string; name: string }) =>
      `${engine} takes \`${text}\` for its own: \`${name}\` is not among the variables of this template`,
    syntax: ({ engine, text }: { engine: string; text: string }) =>
      `${engine} takes \`${text}\` for its own: it is no expression of its language, and rendering fails`,
    directive: ({ text }: { text: string }) =>
      `Terraform takes \`${text}\` for a directive of its own, and rendering fails`,
  },
  check(context) {
    for (const { source: file, start, end, text, name, how, calls } of context.once(hazards)) {
      const place: Place = { source: file, range: { start, end } };
      const engine = how === 'substitution' ? 'CloudFormation' : 'Terraform';
      const more = {
        place,
        related: [{ place: calls, message: 'it is rendered here' }],
        help:
          how === 'substitution'
            ? `write \`\${!${text.slice(2)}\`, or \`$NAME\` without braces`
            : how === 'directive'
              ? `write \`%${text}\``
              : `write \`$${text}\`, or \`$NAME\` without braces`,
        cost: 'a machine that never gets its script, or gets another one',
      };
      if (how === 'directive') context.report({ message: 'directive', args: { text }, ...more });
      else if (name === undefined) context.report({ message: 'syntax', args: { engine, text }, ...more });
      else context.report({ message: 'unknown', args: { engine, text, name }, ...more });
    }
  },
});

interface Hazard {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The name that is not known; absent where it is no name. */
  readonly name: string | undefined;
  readonly how: 'expression' | 'directive' | 'substitution';
  /** Where it is rendered. */
  readonly calls: Place;
}

/** What the repository's own infrastructure renders. */
function hazards(facts: RepositoryFacts): readonly Hazard[] {
  return tree(facts).files.flatMap(path => {
    if (/\.(tf|tofu)$/.test(path)) return ofTerraform(path, facts);
    return /\.(ya?ml|template)$/.test(path) &&
      /(^|\/)(cloudformation|cfn|infra|aws|stacks?)\/|cfn|cloudformation|\.template$|^template\.ya?ml$/i.test(path)
      ? ofCloudFormation(path, facts)
      : [];
  });
}

function ofTerraform(path: string, facts: RepositoryFacts): readonly Hazard[] {
  const text = facts.read(path);
  if (!text?.includes('templatefile(')) return [];
  const file = source(path, text);
  return [...text.matchAll(/templatefile\(\s*"([^"]+)"\s*,\s*(\{|[\w.]+)/g)].flatMap(call => {
    if (/(^|\s)(#|\/\/)[^\n]*$/.test(text.slice(text.lastIndexOf('\n', call.index) + 1, call.index))) return [];
    const directory = parentOf(path);
    const relative = call[1]!.replace(/^\$\{path\.(module|root|cwd)\}\//, '').replace(/^\.\//, '');
    const target = resolvePath(`/${directory}`, relative)?.slice(1) ?? '';
    const body = target === '' || target.includes('${') ? undefined : facts.read(target);
    // Variables from elsewhere (`local.vars`) are not known here.
    if (body === undefined || call[2] !== '{') return [];
    const names = namesIn(text, call.index + call[0].length);
    const place = { source: file, range: { start: call.index, end: call.index + call[0].length } };
    return inTemplate(source(target, body), names, place);
  });
}

/** The keys of the object that begins before an offset; `undefined` where it is merged from others. */
function namesIn(text: string, from: number): ReadonlySet<string> {
  let depth = 1;
  let at = from;
  let keys = '';
  for (; at < text.length && depth > 0; at++) {
    const letter = text[at]!;
    if (/[{([]/.test(letter)) depth++;
    else if (/[})\]]/.test(letter)) depth--;
    else if (depth === 1) keys += letter;
  }
  return new Set([...keys.matchAll(/(?:^|[\n,{])\s*"?([A-Za-z_][\w-]*)"?\s*[=:]/g)].map(match => match[1]!));
}

function inTemplate(file: Source, names: ReadonlySet<string>, calls: Place): readonly Hazard[] {
  const found: Hazard[] = [];
  // `for` and `if` directives may bring names of their own.
  const own = new Set(
    [...file.text.matchAll(/%\{~?\s*for\s+(\w+)(?:\s*,\s*(\w+))?\s+in\b/g)].flatMap(match => [
      match[1]!,
      match[2] ?? '',
    ]),
  );
  for (const match of file.text.matchAll(/([$%])(?<!\1\1)\{(~?)([^{}\n]*)\}?/g)) {
    const before = file.text[match.index - 1];
    if (before === match[1]) continue;
    const inner = match[3]!.trim().replace(/~$/, '').trim();
    const at = { source: file, start: match.index, end: match.index + match[0].length, text: match[0], calls };
    if (match[1] === '%') {
      if (!/^(if|else|endif|for|endfor)\b/.test(inner)) found.push({ ...at, name: undefined, how: 'directive' });
      continue;
    }
    const name = /^[A-Za-z_][\w-]*/.exec(inner)?.[0];
    if (/^[!#]|^[\w@*]+(\[[@*]\])?\s*(:[-=+?]|[%#^,/]|:\d)|^[@*\d]|\[[@*]\]/.test(inner) || inner === '')
      found.push({ ...at, name: undefined, how: 'expression' });
    else if (name !== undefined && new RegExp(`^${name}$`).test(inner) && !names.has(name) && !own.has(name))
      found.push({ ...at, name, how: 'expression' });
  }
  return found;
}

function ofCloudFormation(path: string, facts: RepositoryFacts): readonly Hazard[] {
  const text = facts.read(path);
  if (!text || !/Fn::Sub|!Sub/.test(text) || !/^(Resources|AWSTemplateFormatVersion):/m.test(text)) return [];
  const file = source(path, text);
  const known = new Set([...text.matchAll(/^ {2}([A-Za-z][A-Za-z0-9]*):/gm)].map(match => match[1]!));
  return [...text.matchAll(/(?:Fn::Sub:|!Sub)\s*[|>][-+]?\n((?:[ \t]+.*\n?|\n)*)/g)].flatMap(block => {
    const start = block.index + block[0].length - block[1]!.length;
    const indent = /^[ \t]*/.exec(block[1]!)![0].length;
    const lines = block[1]!.split(/(?<=\n)/);
    const end = lines.findIndex(line => line.trim() !== '' && /^[ \t]*/.exec(line)![0].length < indent);
    const body = (end < 0 ? lines : lines.slice(0, end)).join('');
    const calls = { source: file, range: { start: block.index, end: start } };
    return [...body.matchAll(/\$\{([^!}][^}]*)\}/g)].flatMap((match): Hazard[] => {
      const inner = match[1]!.trim();
      const name = /^[A-Za-z]\w*(?=$|\.)/.exec(inner)?.[0];
      if (inner.startsWith('AWS::') || (name !== undefined && known.has(name))) return [];
      const at = {
        source: file,
        start: start + match.index,
        end: start + match.index + match[0].length,
        text: match[0],
        calls,
      };
      return [{ ...at, name: /^\w+$/.test(inner) ? inner : undefined, how: 'substitution' }];
    });
  });
}
