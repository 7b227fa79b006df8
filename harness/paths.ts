import type { Composed } from './compose.ts';
import type { Draft } from './draft.ts';
import { globMatches, meeting } from './meeting.ts';
import { type Named, namedIn } from './named.ts';
import { type Output, outputsOf } from './outputs.ts';

/** What stages need of each other, and leave. */
export interface Linked {
  readonly stage: Composed;
  readonly produces: readonly Output[];
  /** Paths of other stages. */
  readonly requires: readonly string[];
  /** Stages that it needs for their effect. */
  readonly after: readonly string[];
  /** Paths that are in no other stage: files of the repository. */
  readonly reads: readonly string[];
}

/** What each stage reads of the others and writes; `dir` is the absolute place of the sources. */
export function linked(stages: readonly Composed[], draft: Draft, dir: string): readonly Linked[] {
  const defaults = new Map([...draft.params.values()].map(param => [param.name, param.default] as const));
  const meets = meeting(defaults);
  const named = stages.map((stage, at) => namedIn(stage, at, dir));
  // A bare word is a path where another stage writes one of that name, or into it.
  for (const one of named)
    for (const word of one.bare)
      for (const other of named)
        for (const path of other === one ? [] : other.writes.keys())
          if (isIn(path, word) || (other.at < one.at && globMatches(word, path))) one.words.add(word);
  const outputs = outputsOf(named, draft, dir, meets);
  const edges = new Map<string, Set<string>>(stages.map(({ name }) => [name, new Set()]));
  const reaches = (from: string, to: string): boolean =>
    from === to || [...(edges.get(from) ?? [])].some(next => reaches(next, to));
  const links = named.map(reader => {
    const requires = new Set<string>();
    const reads = new Set<string>();
    for (const word of reader.words) {
      if ([...reader.writes.keys()].some(own => own === word || word.startsWith(`${own}/`))) continue;
      const takes = (maker: Named, path: string) =>
        meets(path, maker.stage.axes, word, reader.stage.axes) || (maker.at < reader.at && globMatches(word, path));
      const makers = named.filter(
        maker =>
          maker !== reader &&
          outputs
            .get(maker.stage.name)!
            .some(({ path, shared, guessed }) => !shared && !(guessed && maker.at > reader.at) && takes(maker, path)),
      );
      if (makers.length === 0) {
        reads.add(word);
        continue;
      }
      if (makers.some(maker => reaches(maker.stage.name, reader.stage.name))) continue;
      for (const maker of makers) edges.get(reader.stage.name)!.add(maker.stage.name);
      const made = outputs.get(makers[0]!.stage.name)!.find(({ path }) => takes(makers[0]!, path))!;
      // A directory that is made, or one around what is made.
      const depth = word.split('/').length;
      requires.add(depth < made.path.split('/').length ? `${word}/` : word);
      for (const maker of makers)
        if (maker.at > reader.at)
          draft.wrongAt(
            'order',
            reader.stage.file,
            reader.stage.line,
            `\`${reader.stage.name}\` reads \`${word}\`, and ran before \`${maker.stage.name}\`, which makes it`,
            `\`requires: [${word}]\`: it runs after it`,
          );
    }
    return { reader, requires: [...requires], reads: [...reads] };
  });
  return links.map(({ reader, requires, reads }) => {
    const after: string[] = [];
    const need = (other: Named | undefined) => {
      if (!other || reaches(reader.stage.name, other.stage.name) || reaches(other.stage.name, reader.stage.name))
        return;
      edges.get(reader.stage.name)!.add(other.stage.name);
      after.push(other.stage.name);
    };
    const earlier = named.slice(0, reader.at);
    need(earlier.findLast(one => one.stage.builds));
    need(earlier.findLast(one => one.serves));
    for (const program of reader.programs) need(earlier.findLast(one => one.programs.has(program)));
    // What a script of its own speaks to is not known: perhaps to what has been told before it.
    if (requires.length === 0) need(earlier.findLast(one => one.programs.size > 0));
    return { stage: reader.stage, produces: outputs.get(reader.stage.name)!, requires, after, reads };
  });
}

function isIn(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}
