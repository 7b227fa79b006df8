import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Box } from './box.ts';

/** Everything that could power a machine off, and everything that could make it do so later. */
const commands = ['systemctl', 'systemd-run', 'shutdown', 'poweroff', 'halt', 'reboot', 'telinit', 'init'];

/** A machine of the campaign's own, as the script sees it; its power switch is a file. */
export class Switch {
  readonly env: Record<string, string>;
  readonly #calls: string;

  /** `box` gets the stand-ins; whatever it starts with `env` finds no other. */
  constructor(box: Box) {
    const directory = join(box.root, 'stand-ins');
    this.#calls = join(box.root, 'power');
    mkdirSync(directory);
    for (const name of commands) {
      const path = join(directory, name);
      // systemd is not there; what is in the store is noted with every other call.
      const answer = name.startsWith('systemd') || name === 'systemctl' ? 'exit 1' : 'exit 0';
      writeFileSync(
        path,
        `#!/bin/bash\n[[ ${name} == system* ]] || echo "${name} $* $(cd ${box.run} 2>/dev/null && ls COMPLETE INCOMPLETE 2>/dev/null | tr '\\n' ' ')" >> ${this.#calls}\n${answer}\n`,
      );
      chmodSync(path, 0o755);
    }
    this.env = { CAMPAIGN_PROVISION: '1', PATH: `${directory}:${process.env.PATH ?? ''}` };
  }

  /** What was called, and which mark the store had then. */
  calls(): readonly string[] {
    if (!existsSync(this.#calls)) return [];
    return readFileSync(this.#calls, 'utf8')
      .split('\n')
      .map(line => line.trim())
      .filter(Boolean);
  }
}
