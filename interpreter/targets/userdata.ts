import type { Plan } from '../../plan/plan.ts';
import { fragment } from '../fragments.ts';
import { hereDocument, quoteValue } from '../quote.ts';
import { partsFor } from '../runtime-parts.ts';

/** What a script is made of, each already in the words of the runtime. */
export interface Parts {
  readonly plan: Plan;
  readonly header: readonly string[];
  readonly settings: readonly (readonly [name: string, value: string])[];
  readonly repositories: readonly { readonly url: string; readonly commit: string; readonly dir: string }[];
  /** Members of run.json that are known when compiling, as JSON text without the outer braces. */
  readonly record: string;
  /** What the box needs, in the words of the runtime; absent parts bring no fragment. */
  readonly box: readonly string[];
  readonly stages: readonly string[];
  readonly campaignText: string;
}

/** A plain bash script: runnable anywhere, and as user data, because `#!` are its first bytes. */
export function userdata(parts: Parts): string {
  const runtime = partsFor(parts.plan);
  return [
    '#!/bin/bash',
    ...parts.header.map(comment),
    '#',
    '# Settings',
    ...runtime.map(({ name, about }) => `# Runtime: ${name.padEnd(11)} ${about}`),
    '# Stages, in the order in which they run',
    '',
    '# shellcheck disable=SC2034,SC2317 # a campaign uses only some of the words and settings; checks and traps call functions by name',
    '',
    '# A bash that takes no start-up file, functions or options from the environment of the caller',
    '[[ $- == *p* ]] || exec "$BASH" -p "${BASH_SOURCE[0]}" "$@"',
    '',
    rule('Settings'),
    '# Times are in seconds. REPO_* are the source and its siblings, RECORD is for run.json, CAMPAIGN_TEXT is the campaign as it was written.',
    ...parts.settings.map(([name, value]) => `${name}=${/^[0-9]+$/.test(value) ? value : quoteValue(value)}`),
    `REPO_URL=(${parts.repositories.map(({ url }) => quoteValue(url)).join(' ')})`,
    `REPO_COMMIT=(${parts.repositories.map(({ commit }) => quoteValue(commit)).join(' ')})`,
    `REPO_DIR=(${parts.repositories.map(({ dir }) => quoteValue(dir)).join(' ')})`,
    hereDocument("IFS= read -r -d '' RECORD", parts.record, 'END_OF_RECORD').trimEnd(),
    hereDocument("IFS= read -r -d '' CAMPAIGN_TEXT", parts.campaignText, 'END_OF_CAMPAIGN').trimEnd(),
    ...(parts.campaignText.endsWith('\n') ? [] : ["CAMPAIGN_TEXT=${CAMPAIGN_TEXT%$'\\n'}"]),
    '',
    ...runtime.flatMap(({ name }) => [rule(`Runtime: ${name}`), '', fragment(name), '']),
    rule('Stages, in the order in which they run'),
    '',
    'no_stages_yet',
    '',
    ...(parts.box.length ? [...parts.box, ''] : []),
    parts.stages.join('\n'),
    rule('Run'),
    '',
    'main "$@"',
    'exit',
    '',
  ].join('\n');
}

function comment(line: string): string {
  return line === '' ? '#' : `# ${line}`;
}

function rule(title: string): string {
  return `# ── ${title} ${'─'.repeat(Math.max(3, 110 - title.length))}`;
}
