import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../../cli/commands/index.ts';
import { bash, campaign } from './process.ts';
import { temporary, write } from './repository.ts';

describe('bash', () => {
  /** What Tab offers after these words; an empty last word is one that is about to begin. */
  const offered = (cwd: string, ...words: string[]) => {
    const line = words.map(word => `'${word}'`).join(' ');
    const { stdout, stderr } = bash(
      cwd,
      `source <(campaign completion bash); COMP_WORDS=(campaign ${line}); COMP_CWORD=${words.length}; _campaign; printf '%s\\n' "\${COMPREPLY[@]}"`,
    );
    expect(stderr).toBe('');
    return stdout.split('\n').filter(Boolean).sort();
  };

  test('commands, options, values and files are offered where they fit', () => {
    const directory = temporary();
    write(directory, { 'campaign.yaml': '', 'b.campaign.yml': '', 'notes.txt': '' });
    mkdirSync(join(directory, 'sub'));
    expect(offered(directory, '')).toEqual(['help', ...commands.map(({ name }) => name)].sort());
    expect(offered(directory, 'l')).toEqual(['lint', 'logs', 'lsp']);
    expect(offered(directory, '-C', 'sub', 'l')).toEqual(['lint', 'logs', 'lsp']);
    expect(offered(directory, '-C', '')).toEqual(['sub']);
    expect(offered(directory, 'lint', '--f')).toEqual(['--fix', '--format']);
    expect(offered(directory, 'lint', '--format', '')).toEqual(['gcc', 'github', 'json', 'pretty', 'sarif']);
    expect(offered(directory, 'lint', '--format', '=', 'j')).toEqual(['json']);
    expect(offered(directory, 'lint', 'x.yaml', '')).toEqual(['b.campaign.yml', 'campaign.yaml', 'sub']);
    expect(offered(directory, 'explain', 'no-wal')).toEqual(['no-wall-limit']);
    expect(offered(directory, 'explain', 'no-wall-limit', '')).toEqual([]);
    expect(offered(directory, 'completion', '')).toEqual(['bash', 'fish', 'zsh']);
    expect(offered(directory, 'help', 'pl')).toEqual(['plan']);
    expect(offered(directory, '--ver')).toEqual(['--verbose', '--version']);
  });

  test('passes shellcheck', () => {
    const { stdout } = bash(temporary(), 'campaign completion bash | shellcheck -s bash -');
    expect(stdout).toBe('');
  });
});

test('zsh reads its script', () => {
  const directory = temporary();
  write(directory, { _campaign: campaign(directory, ['completion', 'zsh']).stdout });
  const { status, stderr } = spawnSync(
    'zsh',
    ['-f', '-c', 'autoload -Uz compinit && compinit -D && source ./_campaign'],
    {
      cwd: directory,
      encoding: 'utf8',
    },
  );
  expect([status, stderr]).toEqual([0, '']);
});

test('fish offers what fits', () => {
  const directory = temporary();
  write(directory, { 'campaign.fish': campaign(directory, ['completion', 'fish']).stdout });
  const offered = (line: string) => {
    const run = `source campaign.fish; complete -C '${line}'`;
    const { status, stdout, stderr } = spawnSync('fish', ['--no-config', '-c', run], {
      cwd: directory,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: directory },
    });
    expect([status, stderr]).toEqual([0, '']);
    return stdout.split('\n').map(text => text.split('\t')[0]);
  };
  expect(offered('campaign li')).toEqual(['lint', '']);
  expect(offered('campaign lint --form')).toEqual(['--format', '']);
  expect(offered('campaign lint --format ')).toEqual(['gcc', 'github', 'json', 'pretty', 'sarif', '']);
  expect(offered('campaign explain no-wal')).toEqual(['no-wall-limit', '']);
  expect(offered('campaign compile --output campaign.f')).toEqual(['campaign.fish', '']);
});

test('every command and every option is in every script', () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { stdout } = campaign(temporary(), ['completion', shell]);
    for (const { name, options } of commands) {
      expect(stdout).toContain(name);
      for (const option of options)
        expect(stdout).toContain(shell === 'fish' ? `-l ${option.name}` : `--${option.name}`);
    }
  }
});
