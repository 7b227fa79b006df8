import { type CompileOptions, compile } from '../../interpreter/compile.ts';
import { mint } from '../../plan/checked.ts';
import { type ResolveOptions, resolve } from '../../plan/resolve.ts';
import { read } from '../../schema/read.ts';

/** Compiles a campaign's text without the linter: what the runtime does with it is the question here. */
export async function compiled(text: string, options: ResolveOptions = {}, more: Partial<CompileOptions> = {}) {
  const reading = await read(text, 'campaign.yaml');
  if (!reading.campaign) throw new Error(JSON.stringify(reading.diagnostics.map(({ message }) => message)));
  const { plan } = resolve(reading.campaign, { commit: '0'.repeat(40), ...options });
  return compile(mint(plan), {
    compiler: 'campaign 0.1.0',
    campaignText: text,
    campaignPath: 'campaign.yaml',
    origin: 'https://example.com/repository.git',
    dirty: false,
    ...more,
  });
}
