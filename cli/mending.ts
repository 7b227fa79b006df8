import type { Finding, Fix } from '../lint/finding.ts';
import type { CampaignFile } from './campaign-file.ts';
import type { Context } from './context.ts';
import { type Judgement, judge } from './judge.ts';

/** What became of the fixes of one campaign; nothing is written yet. */
export interface Mending {
  /** Findings that are gone. */
  readonly fixed: readonly Finding[];
  /** Findings whose fix would have brought an error, which is told instead; of those that share a fix, one. */
  readonly refused: readonly { readonly finding: Finding; readonly error: Finding }[];
  /** Every text that has changed, by its path in the repository. */
  readonly texts: ReadonlyMap<string, { readonly before: string; readonly after: string }>;
  /** The repository's, absolute. */
  readonly root: string;
}

/** Far more than fixes that wait for each other ever need. */
const PASSES = 1_000;

type Texts = ReadonlyMap<string, string>;
type Chosen = Finding & { readonly fix: Fix };

/**
 * Applies the fixes that are wanted, those that lie apart at once, and judges again until none is left. A fix stays only if its
 * finding is gone with it and it has brought no error.
 */
export async function mend(
  file: CampaignFile,
  context: Context,
  wanted: Judgement,
  wants: (fix: Fix) => boolean,
): Promise<Mending> {
  const { apart, fixText, mended } = await import('../lint/mend.ts');
  const judged = (texts: Texts) => judge(file, context, { ...wanted, texts });
  const fixed: Finding[] = [];
  const refused = new Map<string, Mending['refused'][number]>();
  const texts = new Map<string, { before: string; after: string }>();
  let state = new Map<string, string>(wanted.texts);
  let current = await judged(state);

  /** Takes the fixes that hold, all at once if they can, and says whether any did. */
  const take = async (chosen: readonly Chosen[]): Promise<boolean> => {
    const next = new Map(state);
    for (const [path, fixes] of byText(chosen)) next.set(path, mended(fixes[0]!.edits[0]!.place.source, fixes));
    const after = await judged(next);
    const error = worse(current.findings, after.findings, chosen);
    if (error === undefined) {
      for (const { fix } of chosen) {
        const { source } = fix.edits[0]!.place;
        const known = texts.get(source.path);
        texts.set(source.path, { before: known?.before ?? source.text, after: next.get(source.path)! });
      }
      fixed.push(...chosen);
      state = next;
      current = after;
      return true;
    }
    const [only] = chosen;
    if (chosen.length === 1) {
      refused.set(keyOf(only!), { finding: only!, error });
      return false;
    }
    // The half that is taken moves the places of the other: that one waits for the next pass.
    const middle = chosen.length >> 1;
    return (await take(chosen.slice(0, middle))) || (await take(chosen.slice(middle)));
  };

  const seen = new Set<string>();
  let told = 0;
  for (let pass = 0; pass < PASSES; pass++) {
    const open = current.findings.filter(
      (finding): finding is Chosen => finding.fix !== undefined && !refused.has(keyOf(finding)) && wants(finding.fix),
    );
    const fixes = new Set(byTexts(open).flatMap(apart));
    const chosen = open.filter(({ fix }) => fixes.has(fix));
    if (chosen.length === 0) break;
    await take(chosen);
    // Fixes that undo each other would go on for ever.
    if (fixed.length > told && seen.has(stateText(state))) break;
    told = fixed.length;
    seen.add(stateText(state));
  }
  const once = new Map([...refused.values()].map(one => [fixText(one.finding.fix!), one]));
  return { fixed, refused: [...once.values()], texts, root: current.repository.root };
}

function byTexts(chosen: readonly Chosen[]): readonly (readonly Fix[])[] {
  return [...byText(chosen).values()];
}

function byText(chosen: readonly Chosen[]): ReadonlyMap<string, readonly Fix[]> {
  const texts = new Map<string, Fix[]>();
  for (const { fix } of chosen) {
    const { path } = fix.edits[0]!.place.source;
    const known = texts.get(path);
    if (known) known.push(fix);
    else texts.set(path, [fix]);
  }
  return texts;
}

/** Faults of the text itself: behind one, nothing can be judged. */
const OF_READING: ReadonlySet<string> = new Set(['syntax', 'schema', 'unknown-key', 'duplicate-key', 'unknown-name']);

/** Errors that say of a name in the campaign that another must be meant. */
const CONTRADICTIONS: ReadonlySet<string> = new Set([...OF_READING, 'cycle', 'output-collision']);

function stateText(state: Texts): string {
  return JSON.stringify([...state]);
}

/**
 * An error that the fixes have brought, or a finding that is still there after its fix. What a fault of the text has hidden was
 * there before, and shows when it is mended; a value that does not fit the name that was guessed says that the guess is wrong.
 */
function worse(before: readonly Finding[], after: readonly Finding[], chosen: readonly Finding[]): Finding | undefined {
  const reveals = chosen.some(({ rule }) => OF_READING.has(rule));
  const mended = counts(chosen, keyOf);
  const still = counts(before, keyOf);
  const errors = counts(
    before.filter(({ severity }) => severity === 'error'),
    kindOf,
  );
  for (const finding of after) {
    const key = keyOf(finding);
    if (mended.has(key) && used(still, key) < mended.get(key)!) return finding;
    if (finding.severity !== 'error' || (reveals && !CONTRADICTIONS.has(finding.rule))) continue;
    // A slip in the value of a name that was a slip: it fits as soon as it is mended too, and so it fits the guess.
    if (reveals && OF_READING.has(finding.rule) && finding.fix?.safety === 'safe') continue;
    if (used(errors, kindOf(finding)) < 0) return finding;
  }
  return undefined;
}

function counts(findings: readonly Finding[], key: (finding: Finding) => string): Map<string, number> {
  const all = new Map<string, number>();
  for (const finding of findings) all.set(key(finding), (all.get(key(finding)) ?? 0) + 1);
  return all;
}

/** Takes one of what is counted, and says how many are left. */
function used(counted: Map<string, number>, key: string): number {
  const left = (counted.get(key) ?? 0) - 1;
  counted.set(key, left);
  return left;
}

/** What is found, wherever it has moved to. */
function keyOf(finding: Finding): string {
  return JSON.stringify([kindOf(finding), finding.message]);
}

/** Its words may name code that a fix has changed: as an error it is the same one. */
function kindOf({ rule, stage, profile, place }: Finding): string {
  return JSON.stringify([rule, stage, profile, place.source.path]);
}
