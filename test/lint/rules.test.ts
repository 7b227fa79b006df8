import { describe, expect, test } from 'vitest';
import { rules } from '../../lint/rules/index.ts';
import { mend } from './mending.ts';
import { lint, written } from './world.ts';

for (const rule of rules)
  describe(rule.id, () => {
    for (const [index, example] of rule.examples.bad.entries())
      test(`finds ${example.title ?? `bad example ${index + 1}`}`, async () => {
        const { findings, plan } = await lint(example);
        expect(findings.map(finding => written(finding, rule.id))).toEqual(example.expect);
        expect(findings.some(finding => finding.rule === rule.id)).toBe(true);
        for (const { help } of findings) expect(help).toBeTruthy();
        expect(plan === undefined).toBe(findings.some(({ severity }) => severity === 'error'));
      });
    for (const [index, example] of rule.examples.good.entries())
      test(`finds nothing in ${example.title ?? `good example ${index + 1}`}`, async () => {
        const { findings, plan } = await lint(example);
        expect(findings.map(finding => written(finding))).toEqual(example.expect ?? []);
        expect(plan).toBeDefined();
      });
    for (const [index, example] of rule.examples.bad.entries())
      test(`mends ${example.title ?? `bad example ${index + 1}`}, or does not say it could`, async () => {
        const before = await lint(example);
        const mended = await mend(example, finding => finding.rule === rule.id);
        expect({ campaign: mended.campaign, files: mended.files }).toEqual({
          campaign: example.fixed ?? example.campaign,
          files: example.fixedFiles ? { ...example.files, ...example.fixedFiles } : example.files,
        });
        const { findings } = await lint(mended);
        const known = new Set(before.findings.map(({ message }) => message));
        const fresh = findings.filter(({ severity, message }) => severity === 'error' && !known.has(message));
        expect(fresh.map(finding => written(finding))).toEqual([]);
        expect(findings.filter(finding => finding.rule === rule.id && finding.fix)).toEqual([]);
      });
    test('has examples of both kinds', () => {
      expect([rule.examples.bad.length > 0, rule.examples.good.length > 0]).toEqual([true, true]);
    });
  });
