import { readFileSync } from 'node:fs';
import { importHarness } from '/tmp/w/import/harness/import.ts';
const files = process.argv.slice(2).map(path => ({ path: path.replace(/^.*\/harnesses\/\w+\//, ''), text: readFileSync(path, 'utf8') }));
const facts = { root: '', read: () => undefined, exists: () => undefined, list: () => [] };
const out = await importHarness(files, { name: 'bench', ci: [], facts });
if ('fault' in out) console.log(out.fault);
else {
  console.log(out.text);
  for (const r of out.remarks) if (process.env.ALL || r.kind !== 'moved') console.log(r.kind, `${r.file}:${r.line}`, r.message, '→', r.now, r.finding ?? '');
  for (const f of out.findings) console.log('LINT', f.severity, f.rule, f.stage, f.message);
}
