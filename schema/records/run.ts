import { list, type Schema } from '../language/schema.ts';
import { byName, orNull, record, runId, said, seconds, sha256, text, texts, time } from './shapes.ts';

const flag: Schema = { type: 'boolean' };

export const run: Schema = {
  title: 'RunRecord',
  ...record(
    {
      version: { const: 1 },
      campaign: text,
      runId,
      compiler: said(text, 'For example `campaign 0.1.0`.'),
      profile: said(orNull(text), '`null`: without a profile.'),
      campaignSha256: sha256,
      scriptSha256: sha256,
      startedAt: said(time, 'Of the first start.'),
      endedAt: orNull(time),
      seconds: said(orNull(seconds), 'Of the latest start.'),
      exitStatus: orNull({ type: 'integer' }),
      starts: list(
        record(
          {
            startedAt: time,
            resumed: flag,
            scriptSha256: sha256,
            machine: byName({ type: ['string', 'number'] }, 'Facts of its box.'),
          },
          'One start of the script.',
        ),
        { description: 'Every start of the script under this id, the first and each that took it up again.' },
      ),
      params: byName({ type: ['string', 'number', 'boolean', 'null'] }, 'Every parameter.'),
      repositories: list(
        record(
          {
            repo: text,
            ref: said(text, 'As the campaign names it.'),
            commit: text,
            dir: text,
            dirtyAtCompile: said(flag, 'Tracked files had changes where it was compiled; they are not in the run.'),
          },
          'One checkout.',
        ),
        { description: 'The source, then its siblings.' },
      ),
      machine: byName({ type: ['string', 'number'] }, 'Facts of the box of the latest start; unknown ones are absent.'),
      tools: byName(text, 'The first line of what each says of its version.'),
      env: byName(text, "Values of the campaign's `env`."),
      secrets: said(texts, 'Names only.'),
      plan: list(
        record({ stage: text, needs: texts, timeoutSeconds: seconds, exclusive: flag, produces: texts }, 'One stage.'),
        { description: 'In the order of the plan.' },
      ),
    },
    '`run.json`: provenance, parameters and plan; written when the run begins and again, completed, at its end.',
    ['starts'],
  ),
};
