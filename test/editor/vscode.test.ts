import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../cli/process.ts';
import { started } from './started.ts';

const folder = join(root, 'editors/vscode');

test('the extension for VS Code starts what its manifest says, and that is a language server', async () => {
  expect(spawnSync(process.execPath, ['--check', join(folder, 'extension.js')]).status).toBe(0);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    main: string;
    contributes: { configuration: { properties: Record<string, { default: string[] }> } };
  };
  const preset = manifest.contributes.configuration.properties['campaign.command']!.default;
  const made: unknown[][] = [];
  const calls: string[] = [];
  // VS Code itself is not here: these two stand for it, with the names that its API and its client library have.
  const standIns: Record<string, unknown> = {
    vscode: {
      workspace: {
        getConfiguration: (section: string) => ({
          get: (key: string) => (section === 'campaign' && key === 'command' ? preset : undefined),
        }),
      },
    },
    'vscode-languageclient/node': {
      LanguageClient: class {
        constructor(...args: unknown[]) {
          made.push(args);
        }
        start() {
          calls.push('start');
          return Promise.resolve();
        }
        stop() {
          calls.push('stop');
          return Promise.resolve();
        }
      },
    },
  };
  const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown };
  const load = loader._load;
  loader._load = (request, ...rest) => standIns[request] ?? load(request, ...rest);
  try {
    const extension = Module.createRequire(import.meta.url)(join(folder, manifest.main)) as {
      activate(): Promise<void>;
      deactivate(): Promise<void>;
    };
    await extension.activate();
    await extension.deactivate();
  } finally {
    loader._load = load;
  }
  expect(calls).toEqual(['start', 'stop']);
  expect(made).toEqual([
    [
      'campaign',
      'campaign',
      { command: 'campaign', args: ['lsp'] },
      {
        documentSelector: [
          { scheme: 'file', pattern: '**/campaign.{yaml,yml}' },
          { scheme: 'file', pattern: '**/*.campaign.{yaml,yml}' },
          { scheme: 'file', pattern: '**/.github/workflows/*.{yaml,yml}' },
        ],
      },
    ],
  ]);
  const editor = await started(null, { args: preset.slice(2) });
  expect(await editor.end()).toBe(0);
});
