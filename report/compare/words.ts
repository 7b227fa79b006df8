import type { Comparison, Headline, Judged, PassedOver, UncomparedItem, Verdict } from '../../compare/comparison.ts';
import { bytes as bytesText, counted } from '../run/amount.ts';
import { clean, cutMiddle } from '../run/width.ts';
import { changeText, sizeOfChange } from './amounts.ts';
import { labelled } from './labels.ts';

/** The sign of each verdict, for those who see no colour, and where only ASCII can be shown. */
export const signs: Readonly<Record<Verdict, readonly [sign: string, ascii: string]>> = {
  worse: ['✗', 'x'],
  better: ['✓', '+'],
  'perhaps-worse': ['?', '?'],
  'perhaps-better': ['?', '?'],
  unclear: ['·', '.'],
  unknown: ['–', '-'],
};

/** What colours a verdict; its sign and its word say it too. */
export function kindOf(verdict: Verdict): 'bad' | 'good' | 'warn' | 'none' {
  if (verdict === 'worse') return 'bad';
  if (verdict === 'better') return 'good';
  return verdict === 'perhaps-worse' || verdict === 'perhaps-better' ? 'warn' : 'none';
}

/** `slower` of speeds, else `worse`. */
export function verdictWord(verdict: Verdict, speed: boolean): string {
  const [worse, better] = speed ? ['slower', 'faster'] : ['worse', 'better'];
  const words: Readonly<Record<Verdict, string>> = {
    worse,
    better,
    'perhaps-worse': `perhaps ${worse}`,
    'perhaps-better': `perhaps ${better}`,
    unclear: 'no difference seen',
    unknown: 'too few values',
  };
  return words[verdict];
}

/** A verdict with what it leaves open: `no difference ≥ 3.4% seen`. */
export function verdictText(judged: Judged, ascii = false): string {
  const { verdict, detectable, speed } = judged;
  if (verdict === 'unclear' && detectable !== undefined && detectable > 0)
    return `no difference ${ascii ? '>=' : '≥'} ${sizeOfChange(detectable, ascii)} seen`;
  return verdictWord(verdict, speed);
}

const verdicts = ['worse', 'better', 'perhaps-worse', 'perhaps-better', 'unclear', 'unknown'] as const;

export interface Conclusion {
  readonly verdict: Verdict | 'refused';
  /** The first is the answer; those after it say how sure it is. */
  readonly sentences: readonly string[];
}

/** What a comparison comes to, for someone who reads only this. */
export function conclusionOf(comparison: Comparison, ascii = false): Conclusion {
  const { items, refused, headlines, onlyA, onlyB, withoutRatio } = comparison;
  if (refused.length > 0) return { verdict: 'refused', sentences: ['Not compared: it would be unfair.'] };
  if (items.length === 0)
    return {
      verdict: 'unknown',
      sentences: [
        withoutRatio.length > 0
          ? 'Not compared: of nothing do both runs have values above 0.'
          : 'Not compared: the runs have no result in common.',
      ],
    };
  const of = (verdict: Verdict) => items.filter(item => item.verdict === verdict);
  const [worse, better, perhapsWorse, perhapsBetter, unclear, unknown] = verdicts.map(of);
  const speed = items.every(item => item.speed);
  const [slower, faster] = [verdictWord('worse', speed), verdictWord('better', speed)];
  const sentences: string[] = [];
  const among = (count: number) => `${count} of ${counted(items.length, 'item')}`;
  const mean = headlines.find(({ verdict }) => verdict === 'worse');
  if (worse!.length > 0)
    sentences.push(
      `${among(worse!.length)} got ${slower}: ${most(comparison, ascii)}.${better!.length > 0 ? ` ${better!.length} got ${faster}.` : ''}`,
    );
  else if (mean)
    sentences.push(
      `The mean got ${slower}: ${cutMiddle(clean(mean.measure), 60, ascii ? '...' : '…')} ${changeText(mean, ascii).both}, though no item alone surely did.`,
    );
  else if (better!.length > 0) sentences.push(`${among(better!.length)} got ${faster}, none is seen to be ${slower}.`);
  else if (unknown!.length === items.length)
    sentences.push(`It cannot be told whether anything got ${slower}: no item has 5 values in both runs.`);
  else sentences.push(`Nothing is seen to have got ${slower} or ${faster}.`);
  const maybe = [
    ...(perhapsWorse!.length > 0 ? [`${perhapsWorse!.length} perhaps ${slower}`] : []),
    ...(perhapsBetter!.length > 0 ? [`${perhapsBetter!.length} perhaps ${faster}`] : []),
  ];
  if (maybe.length > 0)
    sentences.push(
      `${maybe.join(', ')}: an interval without 1 in it comes by chance once in twenty looks, and there were ${items.length}.`,
    );
  const missable = Math.max(...unclear!.map(({ detectable }) => detectable ?? 0));
  if (unclear!.length > 0)
    sentences.push(
      `Where no difference is seen (${unclear!.length}), one of ${sizeOfChange(missable, ascii)} or more would have been, four times in five; smaller ones may be there.`,
    );
  if (unknown!.length > 0 && unknown!.length < items.length)
    sentences.push(`Of ${unknown!.length} it cannot be told: they do not have 5 values in both runs.`);
  const lacking = onlyA.length + onlyB.length + withoutRatio.length;
  if (lacking > 0) sentences.push(`${counted(lacking, 'more item')} cannot be compared.`);
  const verdict =
    worse!.length > 0 || mean
      ? 'worse'
      : better!.length > 0
        ? 'better'
        : unknown!.length === items.length
          ? 'unknown'
          : 'unclear';
  return { verdict, sentences };
}

/** The item that got worse by most. */
function most({ items }: Comparison, ascii: boolean): string {
  const worst = inOrderOfWeight(items).find(({ verdict }) => verdict === 'worse')!;
  const name = cutMiddle(labelled(items).labels[items.indexOf(worst)]!, 60, ascii ? '...' : '…');
  const which = items.filter(({ verdict }) => verdict === 'worse').length > 1 ? `${name} by most, ` : `${name}, `;
  return `${which}${changeText(worst, ascii).both}`;
}

const weights: Readonly<Record<Verdict, number>> = {
  worse: 0,
  'perhaps-worse': 1,
  better: 2,
  'perhaps-better': 3,
  unknown: 4,
  unclear: 5,
};

/** What matters first: worse before better before not seen, and of each the larger change. */
export function inOrderOfWeight<T extends Judged>(items: readonly T[]): T[] {
  const size = ({ ratio }: T) => Math.abs(Math.log(ratio));
  return [...items].sort((one, other) => weights[one.verdict] - weights[other.verdict] || size(other) - size(one));
}

/** `lower is better`, or of which measures it is and of which not. */
export function directionText(items: readonly { readonly measure: string; readonly better: string }[]): string {
  const of = (better: string) =>
    [...new Set(items.filter(item => item.better === better).map(({ measure }) => clean(measure)))].join(', ');
  const [lower, higher] = [of('lower'), of('higher')];
  if (lower === '' || higher === '') return `${lower === '' ? 'higher' : 'lower'} is better`;
  return `lower is better of ${lower}, higher of ${higher}`;
}

/** The means that say more than their one item does. */
export function tellingMeans({ headlines }: Comparison): readonly Headline[] {
  return headlines.filter(({ items }) => items > 1);
}

/** Why there is no ratio. */
export function reasonText({ why }: UncomparedItem): string {
  return why === 'no-number' ? 'a value is no number, as of a command that failed' : 'a value is not above 0';
}

/** Why a file was passed over. */
export function passedOverText({ run, stage, path, why, bytes }: PassedOver): string {
  const reason = {
    'too-large': `larger than is read of results (${bytesText(bytes)})`,
    unreadable: 'cannot be read whole from the store',
    'not-results': 'nothing in it is recognised as results',
  }[why];
  return clean(`${run}, ${stage} ${path}: ${reason}`);
}
