import type { Diagnostic } from '../schema/diagnostic.ts';
import { mapAt } from '../schema/edit.ts';
import type { Campaign, LintSetting } from '../schema/model.ts';
import { nearest } from '../schema/nearest.ts';
import { renaming } from '../schema/rename.ts';
import type { Severity } from './finding.ts';
import type { Rule } from './rule.ts';
import { without } from './stage-edits.ts';

/** What `lint:` makes of the rules' own severities. */
export interface Settings {
  isOff(rule: string): boolean;
  /** `lower` is what the rule says of this one finding; a setting never raises that. */
  severity(rule: Rule, lower?: Severity): Severity;
  /** Settings that name no rule, or a rule that cannot be set. */
  readonly diagnostics: readonly Diagnostic[];
}

const RANK: Readonly<Record<Severity, number>> = { note: 0, warning: 1, error: 2 };
/** With such a fault there is no plan to speak of: no setting and no comment makes less of it. */
export const ALWAYS_ERRORS: ReadonlySet<string> = new Set(['syntax', 'schema', 'unknown-name']);

export function settings(campaign: Campaign | undefined, rules: readonly Rule[]): Settings {
  const ids = rules.map(rule => rule.id);
  const set = new Map<string, LintSetting>();
  const diagnostics: Diagnostic[] = [];
  const own = campaign && mapAt(campaign.root, 'lint');
  for (const { rule, severity } of campaign?.lint ?? []) {
    if (ALWAYS_ERRORS.has(rule.value))
      diagnostics.push({
        code: 'schema',
        message: `\`${rule.value}\` always is an error: with such a fault there is no plan`,
        place: rule.place,
        help: 'remove the setting',
        ...without(own, rule.value, 'remove the setting'),
      });
    else if (ids.includes(rule.value)) set.set(rule.value, severity.value);
    else {
      const near = nearest(rule.value, ids);
      diagnostics.push({
        code: 'unknown-name',
        message: `no rule is called \`${rule.value}\``,
        place: rule.place,
        help: near ? `did you mean \`${near}\`?` : '`campaign explain` lists the rules',
        ...(near !== undefined && { fix: renaming(rule.place, rule.value, near, ids) }),
      });
    }
  }
  return {
    diagnostics,
    isOff: rule => set.get(rule) === 'off',
    severity: (rule, lower) => {
      const setting = set.get(rule.id);
      const usual = setting === undefined || setting === 'off' ? rule.severity : setting;
      return lower && RANK[lower] < RANK[usual] ? lower : usual;
    },
  };
}
