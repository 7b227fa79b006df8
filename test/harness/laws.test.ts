import fc from 'fast-check';
import { expect, test } from 'vitest';
import { imported } from './imported.ts';

/** Statements in which `@` is a command of its own, so that it can be found again. */
const shapes = [
  '@',
  '@ || true',
  '@ 2>&1 | tail -20',
  '@ > run.log 2>&1',
  '@ | tee out-@.csv',
  'cd sub && @',
  'if [ -d data ]; then\n  @\nelse\n  @\nfi',
  '[ -f data.bin ] || { echo SKIP; exit 0; }\n@',
  'for n in 1 2; do\n  @ --n $n --out data/$n.txt\ndone',
  'for f in *.sql; do @ "$f"; done',
  'f_@() {\n  @\n}\nf_@',
  'f_@() {\n  local x=$1\n  @ "$x"\n}\nf_@ 1\nf_@ 2',
  'g_@() {\n  @\n}',
  "stage s-@ '@ --quick && @'",
  'stage s-@ "@ \\"$SF\\"\n@"',
  'timed @ a b',
  '# ---- part @ ----\n@',
  'echo "=== part @ ==="\n@',
  '(cd sub; @)',
  '{ @; @; } 2>&1 | tee all.log',
  'set +e\n@\nset -e',
  'SF=${SF:-10}',
  'OUT=results\nmkdir -p $OUT\n@ --out $OUT/@.json',
  'aws s3 cp results/x.json s3://bucket/prefix/ || true',
  'dnf install -y gcc cmake',
  'export RUSTFLAGS="-C target-cpu=native"',
  "cat > x_@.sh <<'EOF'\n@ --inner\nEOF\nbash x_@.sh",
  "sudo -u bench bash <<'EOF'\ncd sub\n@\nEOF",
  'timeout 30m @',
  '@ &\npid=$!\n@\nkill $pid',
  'case "$1" in\n  one) @ ;;\n  two) @; @ ;;\nesac',
  'while [ $# -gt 0 ]; do case "$1" in --rows) ROWS=$2; shift 2 ;; *) exit 1 ;; esac; done\n@ --rows $ROWS',
  'result=$(@ --count)\necho "$result" >> sums.txt',
  'x="${{ weird }}" @ "$@"',
  "@ 'it''s' \"a\\\"b\" $'\\t'",
  '@ <<EOF\nsome $TEXT\nEOF',
  'trap "rm -f tmp" EXIT',
  'sudo shutdown -h now',
  'python3 - <<EOF\nprint(1)\nEOF',
  'export API_TOKEN=abcd1234EFGH5678ijkl',
];
const head = `#!/bin/bash
set -euo pipefail
stage() {
  local name=$1
  local cmd=$2
  echo "== $name"
  bash -c "$cmd" || true
}
timed() { time "$@"; }
`;

const harness = fc.array(fc.constantFrom(...shapes), { minLength: 1, maxLength: 9 }).map(parts => {
  let count = 0;
  const marks: string[] = [];
  const text = parts
    .map(shape => {
      const own = `cmd${++count}x`;
      let inner = 0;
      return (
        shape
          // A name that is no command of its own: the number of the shape.
          .replace(/(?<=[a-z]_|s-|part |out-|\/)@/g, String(count))
          .replace(/@/g, () => {
            const mark = `./${own}${++inner}`;
            marks.push(mark);
            return mark;
          })
      );
    })
    .join('\n');
  return { text: `${head}${text}\n`, marks };
});

test('whatever a harness is made of: it reads, it plans, and each command is in a stage or told, never both', async () => {
  await fc.assert(
    fc.asyncProperty(harness, async ({ text, marks }) => {
      const made = await imported(text);
      const again = await imported(text);
      expect(again.text).toBe(made.text);
      expect(made.text).not.toContain('abcd1234EFGH5678ijkl');
      expect(JSON.stringify(made.remarks)).not.toContain('abcd1234EFGH5678ijkl');
      for (const mark of marks) {
        const here = new RegExp(`${mark.replace(/[./]/g, '\\$&')}(?!\\d)`);
        const inCampaign = here.test(made.text.replace(/^ *#.*$/gm, ''));
        const own = made.commands.filter(
          ({ script, start, written }) =>
            here.test(written) && written.indexOf(mark) <= 30 && script.text.startsWith(written.slice(0, 3), start),
        );
        const left = own.filter(({ fate }) => fate!.kind === 'left');
        expect([mark, inCampaign !== left.length > 0, text, made.text]).toEqual([mark, true, text, made.text]);
      }
    }),
    { numRuns: Number(process.env.IMPORT_RUNS ?? 60), seed: 20260517 },
  );
}, 120_000);
