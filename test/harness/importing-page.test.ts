import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { campaign, root } from '../cli/process.ts';
import { repository } from '../cli/repository.ts';
import { renamed } from './renamed.ts';

const page = readFileSync(join(root, 'docs/importing.md'), 'utf8');
const block = (language: string) => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)![1]!;

test('docs/importing.md shows what the command really says and writes', () => {
  const directory = renamed(
    repository({ 'bench.sh': block('bash'), 'bench*': '#!/bin/sh\n', 'generate*': '#!/bin/sh\n' }),
    'engine',
  );
  const [command, ...said] = block('console').split('\n');
  const { code, stdout, stderr } = campaign(directory, command!.replace('$ campaign ', '').split(' '));
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: said.join('\n') });
  expect(readFileSync(join(directory, 'campaign.yaml'), 'utf8')).toBe(block('yaml'));
  expect(campaign(directory, ['plan']).code).toBe(0);
});
