import type { Place } from '../../../schema/source.ts';
import { defineRule } from '../../rule.ts';
import { hazards } from '../../templates.ts';

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
