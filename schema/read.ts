import { build } from './build/campaign.ts';
import { conform } from './conform.ts';
import type { Diagnostic } from './diagnostic.ts';
import { inOrder, unexplained } from './faults.ts';
import { campaign as language } from './language/campaign.ts';
import { meaningFaults, profileFaults } from './meaning/check.ts';
import type { Campaign } from './model.ts';
import { nearest } from './nearest.ts';
import type { MapNode, Node } from './node.ts';
import { type Range, type Source, source } from './source.ts';
import { parse } from './yaml/parse.ts';

/** A YAML comment, from its `#` to the end of the line. */
export interface Comment {
  /** With its `#`. */
  readonly text: string;
  readonly range: Range;
}

/** What a text says, and everything that is wrong with it. */
export interface Reading {
  readonly source: Source;
  /** What could be read, even when faulty; absent when there is nothing. */
  readonly root?: Node;
  /** Absent when the faults leave no campaign to speak of. */
  readonly campaign?: Campaign;
  /** In file order. */
  readonly diagnostics: readonly Diagnostic[];
  /** In file order. */
  readonly comments: readonly Comment[];
}

/**
 * Reads a campaign. Never rejects for a user's fault: every fault is a diagnostic. `path` is how messages name the text.
 * It is asynchronous because the parser that explains a broken file is loaded only for one.
 */
export async function read(text: string, path: string): Promise<Reading> {
  const from = source(path, text.startsWith('\ufeff') ? text.slice(1) : text);
  const { root, comments, faults, complete } = await parse(from);
  if (root?.kind !== 'map') {
    const wrong = root && complete ? conform(root, language).faults : [];
    return { source: from, ...(root && { root }), diagnostics: inOrder([...faults, ...wrong], root), comments };
  }
  const other = complete ? otherFile(root) : undefined;
  if (other) return { source: from, root, diagnostics: inOrder([...faults, other], root), comments };
  const conformity = conform(root, language, { path: [] }, !complete);
  const wrong = [...conformity.faults, ...meaningFaults(root, conformity.sites)];
  const campaign = build(root);
  for (const { name, body } of campaign.profiles) {
    wrong.push(...profileFaults(root, body, !complete).map(each => ({ ...each, profile: name.value })));
  }
  const diagnostics = inOrder([...faults, ...unexplained(from, wrong, faults)], root);
  return { source: from, root, campaign, diagnostics, comments };
}

/** A map that has no key of a campaign, nor one that was to be one: another file was named. */
function otherFile({ source, range, entries }: MapNode): Diagnostic | undefined {
  const keys = entries.map(({ key }) => key.text);
  if (keys.length === 0 || keys.some(key => MARKS.includes(key))) return undefined;
  const isWorkflow = keys.includes('jobs') && keys.includes('on');
  if (!isWorkflow && keys.some(key => nearest(key, MARKS) !== undefined)) return undefined;
  const [first] = entries;
  return {
    code: 'schema',
    message: 'this is no campaign: the file has neither `campaign` nor `stages`',
    place: { source, range: first?.key.range ?? range },
    help: 'name the file of the campaign, such as campaign.yaml; `campaign init` writes a first one',
  };
}

/** Keys that only a campaign has; a workflow or a compose file has `env`, `version` and `secrets` too. */
const MARKS = Object.keys(language.properties ?? {}).filter(
  name => !/^(version|env|secrets|params|source)$/.test(name),
);
