import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolve } from '../../plan/resolve.ts';
import { read } from '../../schema/read.ts';
import { imported } from './imported.ts';

/** Parts of a harness in which `@` is a program that notes how it was called. */
const parts = [
  '@ plain',
  '@ a && @ b',
  '@ || true',
  '@ 2>&1 | tail -3',
  '@ | tee out-%.csv',
  'V%=value%\n@ "$V%"',
  'SF=${SF:-10}\n@ --sf $SF',
  'export E%="exported %"\n@ "$E%"',
  'OUT%=res/%\nmkdir -p "$OUT%"\n@ --out $OUT%/x',
  'if [ -d nowhere ]; then W%=yes; else W%=no; fi\n@ $W%',
  'for n in 1 2; do\n  @ --n $n --out o%-$n.csv\ndone',
  'for n in 1 2 3; do @ $n >> all.csv; done',
  't%=0\nfor n in a b; do @ $n; t%=$((t% + 1)); done\n@ total $t%',
  'f%() {\n  @ inner\n}\nf%',
  'f%() {\n  local x=$1\n  @ "$x" "${2:-none}"\n}\nf% one two\nf% three',
  'g%() { f_of_g%; }\nf_of_g%() { @ deep; }\ng%',
  "stage s% '@ quoted; @ again'",
  'stage s% "@ \\"$HOME\\""',
  'timed @ with "two words"',
  '# ---- part # ----\n@\n@ second',
  'echo "=== part % ==="\n@',
  '(cd sub; @ there)',
  'cd sub\n@ here\ncd ..',
  '{ @ one; @ two; } 2>&1 | tee all.log',
  'set +e\n@\nset -e',
  "cat > x%.sh <<'END'\n@ written\nEND\nbash x%.sh",
  "bash <<'END'\n@ fed\nEND",
  '@ &\nwait',
  'r%=$(@ counted)\n@ "$r%"',
  'read -r a% b% <<< "1 2"\n@ $a% $b%',
  'list%="x y z"\nfor i in $list%; do @ $i; done',
  'arr%=(p q)\n@ "${arr%[*]}"',
  'if [ "${MODE:-full}" = full ]; then\n  @ full\nelse\n  @ other\nfi',
  'm%() {\n  local v%=1 w%\n  w%=2\n  inner_of_m%\n  @ "$v%" "$w%" || return 1\n}\ninner_of_m%() { @ deep; }\nm%',
  'go%_a() { @ "a $1"; }\ngo%_b() { @ "b $1"; }\nfor s in a b; do "go%_$s" x; done',
  'p%() { @ p; }\nq%() { @ q; }\nall%() {\n  local steps=(p% q%) s\n  for s in ${steps[*]}; do if ! "$s"; then exit 1; fi; done\n}\nall%',
  'for n in 1 2; do @ $n & done\nwait',
  '{ @ one; @ two; } > both%.csv\n@ "$(wc -l < both%.csv)"',
  'h%() { @ one; @ two; }\nh% | tee h%.json\n@ "$(wc -l < h%.json)"',
  'while true; do @ || break; break; done',
  '@ || true\nrc%=$?\n@ $rc%',
  'case "${MODE:-full}" in full) @ full ;; *) @ other ;; esac',
  '@ <<END\nsome text\nEND',
  'for j in a b; do\n  q%=$(@ $j)\n  echo "$j: $q%"\ndone\necho done',
];
const head = `set -euo pipefail
stage() {
  local name=$1
  local cmd=$2
  echo "== $name"
  bash -c "$cmd" || true
}
timed() { time "$@"; }
`;

const harness = fc
  .array(fc.constantFrom(...parts), { minLength: 1, maxLength: 7 })
  .map(chosen =>
    chosen
      .map((part, index) => part.replaceAll('%', String(index + 1)).replaceAll('@', `"$T"/note n${index + 1}`))
      .join('\n'),
  );

test('the stages of the campaign make the same calls as the harness did', async () => {
  const base = mkdtempSync(join(tmpdir(), 'campaign-same-'));
  try {
    await fc.assert(
      fc.asyncProperty(harness, async body => {
        const text = head + body.replaceAll('"$T"/note', join(base, 'note'));
        const before = calls(base, log => {
          const ran = run(base, text, { LOG: log });
          expect([ran.status, ran.stderr, text]).toEqual([0, expect.anything(), text]);
        });
        const made = await imported(text);
        const reading = await read(made.text, 'campaign.yaml');
        const { plan } = resolve(reading.campaign!, {});
        const after = calls(base, log => {
          for (const stage of ordered(plan.stages)) {
            const env = Object.fromEntries(stage.env.map(({ name, value }) => [name, value]));
            const cwd = stage.cwd.slice(plan.repository.dir.length + 1);
            const ran = run(join(base, 'work', cwd), stage.run, { ...env, LOG: log }, ['-euo', 'pipefail']);
            expect([ran.status, stage.run, ran.stderr, text]).toEqual([0, stage.run, ran.stderr, text]);
          }
        });
        expect([after, text, made.text]).toEqual([before, text, made.text]);
      }),
      { numRuns: Number(process.env.IMPORT_RUNS ?? 25), seed: 20260517 },
    );
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}, 120_000);

/** The calls that were noted, in no order: a campaign has its own. */
function calls(base: string, work: (log: string) => void): readonly string[] {
  rmSync(join(base, 'work'), { recursive: true, force: true });
  mkdirSync(join(base, 'work', 'sub'), { recursive: true });
  const log = join(base, 'log');
  writeFileSync(log, '');
  writeFileSync(
    join(base, 'note'),
    '#!/bin/bash\nline=$(printf "%s|" "$@" "${PWD##*/}"); echo "$line" >> "$LOG"; cat > /dev/null < /dev/null; echo 7\n',
  );
  chmodSync(join(base, 'note'), 0o755);
  work(log);
  return readFileSync(log, 'utf8').split('\n').sort();
}

function run(cwd: string, text: string, env: Readonly<Record<string, string>>, options: readonly string[] = []) {
  const directory = text.startsWith('set -euo') ? join(cwd, 'work') : cwd;
  return spawnSync('bash', [...options, '-c', text], {
    cwd: directory,
    env: { PATH: process.env.PATH!, HOME: '/nonexistent', ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** What a stage needs comes before it. */
function ordered<T extends { readonly name: string; readonly needs: readonly { readonly to: string }[] }>(
  stages: readonly T[],
): readonly T[] {
  const done = new Set<string>();
  const found: T[] = [];
  while (found.length < stages.length) {
    const next = stages.find(({ name, needs }) => !done.has(name) && needs.every(({ to }) => done.has(to)))!;
    done.add(next.name);
    found.push(next);
  }
  return found;
}
