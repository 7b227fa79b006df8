import { build } from './build/campaign.ts';
import { conform } from './conform.ts';
import type { Diagnostic } from './diagnostic.ts';
import { inOrder, unexplained } from './faults.ts';
import { campaign as language } from './language/campaign.ts';
import { meaningFaults, profileFaults } from './meaning/check.ts';
import type { Campaign } from './model.ts';
import type { Node } from './node.ts';
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
  const conformity = conform(root, language, { path: [] }, !complete);
  const wrong = [...conformity.faults, ...meaningFaults(root, conformity.sites)];
  const campaign = build(root);
  for (const { name, body } of campaign.profiles) {
    wrong.push(...profileFaults(root, body, !complete).map(each => ({ ...each, profile: name.value })));
  }
  const diagnostics = inOrder([...faults, ...unexplained(from, wrong, faults)], root);
  return { source: from, root, campaign, diagnostics, comments };
}
