import type { Location, Position, Range as TextRange } from 'vscode-languageserver-protocol';
import type { Place, Range } from '../schema/source.ts';
import { type Mention, mentionsIn, sameName } from './names.ts';
import { consumersOf, fileOf, producedAt, producersOf, requiredAt } from './paths.ts';
import { holds, toOffset, toRange } from './position.ts';
import { spotAt } from './spot.ts';
import type { Study } from './study.ts';

/** Where what stands at a position comes from: the producer of a path, the declaration of a name, the anchor of an alias, a file. */
export function definition(study: Study, position: Position): readonly Location[] {
  const offset = toOffset(study.reading.source, position);
  const mention = mentionAt(study, offset);
  if (mention)
    return ranges(
      study,
      sameName(study.reading.root, mention).filter(({ declares }) => declares),
    );
  const anchor = anchorAt(study, offset);
  if (anchor) return [locationOf(study, { source: study.reading.source, range: anchor })];
  const required = requiredAt(study, offset);
  if (study.plan && required.length > 0) {
    const places = required.flatMap(one => producersOf(study.plan!, one)).map(({ output }) => output.place);
    const brought = required.flatMap(({ requirement }) => requirement.prebuilt?.provides ?? []);
    if (places.length === 0) places.push(...brought.map(({ place }) => place));
    const files = required.flatMap(one => fileOf(study, one) ?? []);
    return unique([...places.map(place => locationOf(study, place)), ...files.map(file => fileLocation(study, file))]);
  }
  const named = study.files.filter(({ range }) => holds(range, offset));
  return unique(named.map(({ path }) => fileLocation(study, path)));
}

/** Everywhere that a name stands, or all that produces and requires a path. */
export function references(study: Study, position: Position, withDeclaration: boolean): readonly Location[] {
  const { plan, reading } = study;
  const offset = toOffset(reading.source, position);
  const mention = mentionAt(study, offset);
  if (mention) {
    const own = sameName(reading.root, mention).filter(({ declares }) => withDeclaration || !declares);
    return unique([...ranges(study, own), ...(mention.kind === 'stage' ? asked(study, mention.name) : [])]);
  }
  if (!plan) return [];
  const required = requiredAt(study, offset);
  const made = required.length > 0 ? required.flatMap(one => producersOf(plan, one)) : producedAt(study, offset);
  const places = [
    ...(withDeclaration ? made.map(({ output }) => output.place) : []),
    ...made.flatMap(one => consumersOf(plan, one)).map(({ requirement }) => requirement.place),
    ...(made.length === 0 ? required.map(({ requirement }) => requirement.place) : []),
  ];
  return unique(places.map(place => locationOf(study, place)));
}

/** The other places of the same name in the text. */
export function highlights(study: Study, position: Position): readonly TextRange[] {
  const mention = mentionAt(study, toOffset(study.reading.source, position));
  return mention ? sameName(study.reading.root, mention).map(({ range }) => toRange(study.reading.source, range)) : [];
}

export function mentionAt({ reading }: Study, offset: number): Mention | undefined {
  const found = mentionsIn(reading.root).filter(({ range }) => holds(range, offset));
  // A requirement of the box's environment is a secret only where one is declared.
  return found.find(one => one.kind !== 'secret' || sameName(reading.root, one).some(({ declares }) => declares));
}

/** Where other stages ask for what a stage produces. */
function asked(study: Study, name: string): readonly Location[] {
  const { plan } = study;
  if (!plan) return [];
  const instances = new Set(plan.stages.filter(({ stage }) => stage.name.value === name).map(one => one.name));
  return plan.stages.flatMap(({ requires }) =>
    requires.flatMap(one =>
      one.kind === 'path' && one.producers.some(producer => instances.has(producer))
        ? [locationOf(study, one.place)]
        : [],
    ),
  );
}

/** `*name`, or `<<: *name`: the tree has put what it stands for in its place, so only the text still shows it. */
function anchorAt({ reading }: Study, offset: number): Range | undefined {
  const { text } = reading.source;
  const start = text.slice(0, offset).search(/\*[^\s,[\]{}*&]*$/);
  if (start < 0 || !/^$|[\s[{,:-]/.test(text[start - 1] ?? '')) return undefined;
  const name = /^\*([^\s,[\]{}]+)/.exec(text.slice(start))?.[1];
  const spot = spotAt(reading.root, start);
  if (name === undefined || spot?.node.kind === 'scalar') return undefined;
  const anchors = [...text.slice(0, start).matchAll(/(?<=^|[\s[{,:-])&([^\s,[\]{}]+)/g)];
  const anchor = anchors.findLast(([, other]) => other === name);
  return anchor && { start: anchor.index, end: anchor.index + anchor[0].length };
}

function ranges(study: Study, mentions: readonly Mention[]): readonly Location[] {
  return mentions.map(({ range }) => locationOf(study, { source: study.reading.source, range }));
}

function locationOf({ uriOf }: Study, { source, range }: Place): Location {
  return { uri: uriOf(source), range: toRange(source, range) };
}

function fileLocation({ uriOf }: Study, path: string): Location {
  const start = { line: 0, character: 0 };
  return { uri: uriOf({ path }), range: { start, end: start } };
}

function unique(locations: readonly Location[]): readonly Location[] {
  return [...new Map(locations.map(one => [JSON.stringify(one), one])).values()];
}
