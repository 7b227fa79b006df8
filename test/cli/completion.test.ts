import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../../cli/commands/index.ts';
import { bash, campaign } from './process.ts';
import { temporary, write } from './repository.ts';

const has = (shell: string) => spawnSync(shell, ['--version']).status === 0;

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
    expect(offered(directory, 'l')).toEqual(['lint', 'logs']);
    expect(offered(directory, '-C', 'sub', 'l')).toEqual(['lint', 'logs']);
    expect(offered(directory, '-C', '')).toEqual(['sub']);
    expect(offered(directory, 'lint', '--f')).toEqual(['--format']);
    expect(offered(directory, 'lint', '--format', '')).toEqual(['json', 'pretty']);
    expect(offered(directory, 'lint', '--format', '=', 'j')).toEqual(['json']);
    expect(offered(directory, 'lint', 'x.yaml', '')).toEqual(['b.campaign.yml', 'campaign.yaml', 'sub']);
    expect(offered(directory, 'explain', 'no-w')).toEqual(['no-wall-limit']);
    expect(offered(directory, 'explain', 'no-wall-limit', '')).toEqual([]);
    expect(offered(directory, 'completion', '')).toEqual(['bash', 'fish', 'zsh']);
    expect(offered(directory, 'help', 'pl')).toEqual(['plan']);
    expect(offered(directory, '--ver')).toEqual(['--verbose', '--version']);
  });

  test('passes shellcheck', { skip: !has('shellcheck') }, () => {
    const { stdout } = bash(temporary(), 'campaign completion bash | shellcheck -s bash -');
    expect(stdout).toBe('');
  });
});

for (const shell of ['zsh', 'fish'] as const)
  test(`${shell} reads its script`, { skip: !has(shell) }, () => {
    const script = campaign(temporary(), ['completion', shell]).stdout;
    const { status, stderr } = spawnSync(shell, shell === 'zsh' ? ['-n'] : ['--no-execute'], {
      input: script,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
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
