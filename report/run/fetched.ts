import type { Fetched, FetchedObject } from '../../run/fetch.ts';
import { bytes, counted } from './amount.ts';

/** Whether all that the run left is here, verified, and nothing of it is only a checkpoint. */
export function isWhole({ mark, objects }: Fetched): boolean {
  return mark === 'COMPLETE' && !objects.some(object => trouble(object) !== undefined);
}

/** What `campaign fetch` says at its end, for a person. */
export function fetchedText(fetched: Fetched, run: string, directory: string): string {
  const { mark, objects } = fetched;
  const here = objects.filter(({ fate }) => fate === 'fetched' || fate === 'kept' || fate === 'unverified');
  const kept = here.filter(({ fate }) => fate === 'kept').length;
  const total = here.reduce((sum, { size }) => sum + size, 0);
  const lines = [
    `${run} is in ${directory}: ${counted(here.length, 'file')}, ${bytes(total)}${kept ? `; ${kept} were there already` : ''}`,
  ];
  if (mark === undefined) lines.push('  The run has not ended by itself: this is what it had saved so far.');
  if (mark === 'INCOMPLETE') lines.push('  The run ended with something that is not in the store.');
  for (const object of objects) {
    const what = trouble(object);
    if (what !== undefined)
      lines.push(`  ${what.padEnd(10)} ${shown(object.key)}${object.why ? `: ${object.why}` : ''}`);
  }
  return `${lines.join('\n')}\n`;
}

/** What `campaign fetch --format json` prints. */
export function fetchedObject(
  fetched: Fetched,
  run: { readonly campaign: string; readonly runId: string },
  directory: string,
) {
  const { campaign, runId } = run;
  return {
    version: 1,
    campaign,
    runId,
    directory,
    mark: fetched.mark ?? null,
    whole: isWhole(fetched),
    objects: fetched.objects,
  };
}

/** Its JSON Schema (2020-12). */
export const fetchedJsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'What was fetched of a run',
  type: 'object',
  additionalProperties: false,
  required: ['version', 'campaign', 'runId', 'directory', 'mark', 'whole', 'objects'],
  properties: {
    version: { const: 1 },
    campaign: { type: 'string' },
    runId: { type: 'string' },
    directory: { type: 'string' },
    mark: { enum: ['COMPLETE', 'INCOMPLETE', null] },
    whole: { type: 'boolean' },
    objects: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['key', 'size', 'fate', 'partial', 'why'],
        properties: {
          key: { type: 'string' },
          size: { type: 'integer', minimum: 0 },
          fate: { enum: ['fetched', 'kept', 'unverified', 'missing', 'damaged', 'refused'] },
          partial: { type: 'boolean' },
          why: { type: 'string' },
        },
      },
    },
  },
};

/** The run's own records are rewritten as it goes and have no sum to hold them to; all that a stage left has one. */
function trouble({ fate, partial, key }: FetchedObject): string | undefined {
  if (fate === 'missing' || fate === 'damaged' || fate === 'refused') return fate;
  if (partial) return 'partial';
  return fate === 'unverified' && key.startsWith('stages/') ? 'unverified' : undefined;
}

/** A key comes from a store: what would move a terminal's cursor is escaped. */
export function shown(key: string): string {
  return /[\p{Cc}\p{Cf}]/u.test(key)
    ? JSON.stringify(key).replace(
        /[\p{Cc}\p{Cf}]/gu,
        c => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
      )
    : key;
}
