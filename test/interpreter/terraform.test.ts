import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, constantFrom, oneof, sample, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deliver } from '../../interpreter/delivery.ts';
import { template, templateHazard } from '../../interpreter/targets/terraform.ts';
import { compiled, planned } from './compiled.ts';
import { shellcheck } from './shellcheck.ts';

const found = spawnSync('terraform', ['version'], { encoding: 'utf8' }).status === 0;
if (!found) process.stderr.write('SKIPPED: terraform is not on PATH, so no template was rendered by it\n');

/** A directory of Terraform's that talks to nobody: no provider, no registry, no check for newer versions. */
class Module {
  readonly root = mkdtempSync(join(tmpdir(), 'campaign-terraform-'));

  constructor(files: Readonly<Record<string, string | Buffer>>) {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.root, name), text);
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  run(...words: string[]) {
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '/dev/null', TF_IN_AUTOMATION: '1' };
    return spawnSync('terraform', words, { cwd: this.root, encoding: 'utf8', env, maxBuffer: 64_000_000 });
  }

  /** What an output of base64 texts holds after an apply. */
  apply(...words: string[]): readonly Buffer[] {
    const { status, stderr } = this.run('apply', '-auto-approve', '-no-color', ...words);
    expect([status, stderr]).toEqual([0, '']);
    const value: readonly string[] = JSON.parse(this.run('output', '-json', 'rendered').stdout);
    return value.map(base64 => Buffer.from(base64, 'base64'));
  }
}

/** What templatefile() makes of each template. */
function rendered(templates: readonly string[]): readonly Buffer[] {
  const files = Object.fromEntries(templates.map((text, index) => [`${index}.tftpl`, text]));
  const calls = templates.map((_, index) => `base64encode(templatefile("\${path.module}/${index}.tftpl", {}))`);
  using module = new Module({
    ...files,
    'main.tf': `output "rendered" {\n  value = [\n${calls.join(',\n')}\n  ]\n}\n`,
  });
  return module.apply();
}

/** Texts of what Terraform's language reads, and of anything else. */
function random(count: number): readonly string[] {
  const special = [
    '${',
    '%{',
    '$',
    '%',
    '{',
    '}',
    '~',
    '\\',
    '"',
    '\n',
    '\r\n',
    '<<EOT',
    '$${',
    '%%{',
    '${{',
    'é',
    '😀',
    ' ',
  ];
  const piece = oneof({ weight: 2, arbitrary: constantFrom(...special) }, string({ unit: 'binary', maxLength: 4 }));
  const texts = sample(array(piece, { maxLength: 30 }), { numRuns: count, seed: 20260517 });
  return texts.map(parts => parts.join('').replaceAll('\0', ''));
}

const campaign = (store: string) => `campaign: my-demo
version: 1
limits: { wall: 5m, stage: 1m }
store: ${store}
stages:
  fetch:
    run: |
      curl -sSo page -w '%{http_code} \${{ run.id }}' "$\{URL:-x}" # é ✓ \${{ run.id }} %%{ $$\${
    produces: [page]
`;

describe.skipIf(!found)('by the real terraform', () => {
  test('any text that has no named hazard is rendered to the same bytes', () => {
    const texts = random(1500).filter(text => templateHazard(text) === undefined);
    expect(texts.length).toBeGreaterThan(700);
    expect(rendered(texts.map(template)).map(String)).toEqual(texts);
  });

  test('the named hazards are hazards', () => {
    const texts = ['\ufeff#!/bin/bash\n', '#!/bin/bash\necho e\u0301\n'];
    expect(texts.map(templateHazard)).toEqual([
      expect.stringContaining('byte order'),
      expect.stringContaining('normal form'),
    ]);
    expect(rendered(texts.map(template)).map(String)).toEqual(['#!/bin/bash\n', '#!/bin/bash\necho \u00e9\n']);
    // This one only sometimes: it depends on what follows the carriage return.
    const returns = random(300)
      .map(text => `\r${text}`)
      .filter(text => templateHazard(text)?.includes('carriage return'));
    expect(rendered(returns.map(template)).map(String)).not.toEqual(returns);
  });

  test('a whole script is rendered to the same bytes', async () => {
    const { script } = await compiled(campaign('{ url: "file:///results" }'));
    expect(script!.text).toMatch(/\$\{/);
    expect(script!.text).toMatch(/%\{/);
    const [bytes] = rendered([template(script!.text)]);
    expect(createHash('sha256').update(bytes!).digest('hex')).toBe(script!.sha256);
  });

  test('what compile writes is well formed, gives the loader as user data, and takes a run’s id and a store', async () => {
    const text = campaign('{ url: "s3://bucket/results", region: us-east-2 }');
    const { script } = await compiled(text);
    const plan = await planned(text);
    const options = { compiler: 'campaign 0.1.0' };
    const { delivery } = deliver(script!, plan, { ...options, target: 'terraform' });
    const loader = deliver(script!, plan, { ...options, target: 'userdata' }).delivery!.bytes.toString();
    using module = new Module({
      'demo.tftpl': delivery!.bytes,
      'demo.tf': delivery!.beside!.text('demo.tftpl'),
      'main.tf': 'output "rendered" {\n  value = [base64encode(local.campaign_my_demo_user_data)]\n}\n',
    });
    expect(module.run('fmt', '-check', '-diff', 'demo.tf')).toMatchObject({ status: 0, stdout: '' });
    expect(module.run('validate', '-no-color').stdout).toContain('The configuration is valid.');
    expect(module.apply()[0]!.toString()).toBe(loader);

    const given = module
      .apply('-var=campaign_my_demo_run_id=run-1', '-var=campaign_my_demo_store=s3://other/place')[0]!
      .toString();
    expect(given).toBe(
      `#!/bin/bash\nexport CAMPAIGN_RUN_ID='run-1'\nexport CAMPAIGN_STORE='s3://other/place'\n${loader}`,
    );
    expect(shellcheck(given)).toBe('');
    execFileSync('bash', ['-n'], { input: given });
    expect(given.length).toBeLessThanOrEqual(delivery!.size);

    for (const name of ["it's", '$(id)', 'a b', '../up', 'a\n'])
      expect(module.run('plan', '-no-color', `-var=campaign_my_demo_run_id=${name}`).stderr).toContain(
        'Invalid value for variable',
      );
    for (const url of ["s3://b/'x'", 's3://$(id)', 'http://x', 's3://a b'])
      expect(module.run('plan', '-no-color', `-var=campaign_my_demo_store=${url}`).stderr).toContain(
        'Invalid value for variable',
      );
  });
});
