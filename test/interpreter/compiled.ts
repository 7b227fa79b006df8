import { type CompileOptions, compile } from '../../interpreter/compile.ts';
import { type CheckedPlan, mint } from '../../plan/checked.ts';
import { type ResolveOptions, resolve } from '../../plan/resolve.ts';
import { read } from '../../schema/read.ts';

/** The plan of a campaign's text, without the linter. */
export async function planned(text: string, options: ResolveOptions = {}): Promise<CheckedPlan> {
  const reading = await read(text, 'campaign.yaml');
  if (!reading.campaign) throw new Error(JSON.stringify(reading.diagnostics.map(({ message }) => message)));
  return mint(resolve(reading.campaign, { commit: '0'.repeat(40), ...options }).plan);
}

/** Compiles a campaign's text without the linter: what the runtime does with it is the question here. */
export async function compiled(text: string, options: ResolveOptions = {}, more: Partial<CompileOptions> = {}) {
  return compile(await planned(text, options), {
    compiler: 'campaign 0.1.0',
    campaignText: text,
    campaignPath: 'campaign.yaml',
    origin: 'https://example.com/repository.git',
    dirty: false,
    ...more,
  });
}
