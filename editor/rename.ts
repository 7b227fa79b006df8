import type { Position, Range as TextRange, WorkspaceEdit } from 'vscode-languageserver-protocol';
import { resolved } from '../schema/language/lookup.ts';
import { ref } from '../schema/language/schema.ts';
import { mentionAt } from './goto.ts';
import { type Mention, mentionsIn, sameName } from './names.ts';
import { toOffset, toRange } from './position.ts';
import type { Study } from './study.ts';

/** What a name of a kind must look like. */
const SHAPES = { stage: 'stageName', param: 'identifier', axis: 'identifier' } as const;

/**
 * What a rename at a position would replace; `null` where nothing can be renamed. Secrets are not: the shell reads them by name.
 */
export function renamable(study: Study, position: Position): TextRange | null {
  const mention = renamed(study, position);
  return mention ? toRange(study.reading.source, mention.range) : null;
}

/** All edits of a rename, or why it cannot be, as a sentence. */
export function rename(study: Study, position: Position, to: string): WorkspaceEdit | string {
  const { source, root } = study.reading;
  const mention = renamed(study, position);
  if (!mention) return 'only stages, parameters and matrix axes can be renamed';
  const shape = resolved(ref(SHAPES[mention.kind]));
  if (!new RegExp(shape.pattern!, 'u').test(to)) return `\`${to}\` must be ${shape['x-expected']}`;
  const { kind, stage } = mention;
  if (to !== mention.name && mentionsIn(root).some(one => one.kind === kind && one.stage === stage && one.name === to))
    return `there is a ${kind === 'param' ? 'parameter' : kind} \`${to}\` already`;
  return {
    changes: {
      [study.uriOf(source)]: sameName(root, mention).map(({ range }) => ({
        range: toRange(source, range),
        newText: to,
      })),
    },
  };
}

type Renamed = Mention & { readonly kind: keyof typeof SHAPES };

function renamed(study: Study, position: Position): Renamed | undefined {
  const mention = mentionAt(study, toOffset(study.reading.source, position));
  if (!mention || !(mention.kind in SHAPES)) return undefined;
  return sameName(study.reading.root, mention).some(({ declares }) => declares) ? (mention as Renamed) : undefined;
}
