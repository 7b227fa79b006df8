import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile } from '../../interpreter/compile.ts';
import { version } from '../../package.json';
import { mint } from '../../plan/checked.ts';
import { resolve } from '../../plan/resolve.ts';
import { read } from '../../schema/read.ts';
import type { Generated } from '../generated.ts';

const path = 'examples/minimal.campaign.yaml';

/** A whole script as it is compiled, to be read, and so that a change of the runtime shows all that it changes. */
async function script(): Promise<string> {
  const campaignText = await readFile(join(import.meta.dirname, '../..', path), 'utf8');
  const { campaign } = await read(campaignText, path);
  if (!campaign) throw new Error(`${path} cannot be read`);
  const { plan } = resolve(campaign, { commit: '0123456789abcdef0123456789abcdef01234567' });
  const { script, faults } = compile(mint(plan), {
    compiler: `campaign ${version}`,
    campaignText,
    campaignPath: path,
    origin: 'https://example.com/repository.git',
    dirty: false,
  });
  if (!script) throw new Error(faults.map(({ message }) => message).join('\n'));
  return script.text;
}

export default [{ path: 'examples/minimal.script.sh', text: script }] satisfies readonly Generated[];
