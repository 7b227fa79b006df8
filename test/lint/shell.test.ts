import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commands } from '../../lint/shell/commands.ts';

/** Each command as `cwd: words`, `?` for what is not known; `[…]` around those that may not run. */
function told(text: string, variables: Record<string, string> = {}): readonly string[] {
  return commands(text, new Map(Object.entries(variables))).map(({ words, cwd, conditional, redirects }) => {
    const said = [
      ...words.map(word => word.value ?? '?'),
      ...redirects.map(({ operator, target }) => `${operator}${target.value ?? '?'}`),
    ];
    const line = `${cwd ?? '?'}: ${said.join(' ')}`;
    return conditional ? `[${line}]` : line;
  });
}

test('wrappers are taken off', () => {
  expect(told('time env A=b ./x.sh 1')).toEqual([': ./x.sh 1']);
  expect(told('sudo -u ec2-user -- timeout -k 5 5m nice -n 10 taskset -c 0-3 ./x')).toEqual([': ./x']);
  expect(told('numactl -N 0 -m 0 stdbuf -oL ./x | tee out.txt')).toEqual([': ./x', ': tee out.txt']);
  expect(told('env -C sub ./x; uv run --with numpy python a.py')).toEqual(['sub: ./x', ': python a.py']);
  expect(told('/usr/bin/time -f %e ./x; command -v cargo; timeout "$T" ./y')).toEqual([': ./x', ': ./y']);
});

test('a change of directory holds for what follows it, and not outside a subshell or pipe', () => {
  expect(told('cd a && ./x; (cd b; ./y); ./z; cd /opt; ./w')).toEqual([
    ': cd a',
    'a: ./x',
    'a: cd b',
    'a/b: ./y',
    'a: ./z',
    'a: cd /opt',
    '/opt: ./w',
  ]);
  expect(told('cd "$X"; ./a')).toEqual([': cd ?', '?: ./a']);
  expect(told('cd a | cat; ./x')).toEqual([': cd a', ': cat', ': ./x']);
  expect(told('if true; then cd a; fi; ./x')).toEqual([': true', '[: cd a]', '?: ./x']);
});

test('what may not run is marked', () => {
  expect(told('a || ./b; [ -x ./c ] && ./c')).toEqual([': a', '[: ./b]', ': [ -x ./c ]', '[: ./c]']);
  expect(told('for f in 1 2; do ./x $f; done')).toEqual([': ./x 1']);
  expect(told('for f in *.a; do ./x $f; done; for f in $A; do ./x $f; done')).toEqual(['[: ./x ?]', '[: ./x ?]']);
  expect(told('if true; then for f in 1; do ./x $f; done; fi').at(-1)).toBe('[: ./x 1]');
});

test('variables are known where they are set once and plainly', () => {
  expect(told('D=data/sf1; ./x $D/a "${E}/b"', { E: 'e' })).toEqual([': ./x data/sf1/a e/b']);
  expect(told('if true; then D=2; fi; ./x $D', { D: '1' })).toEqual([': true', ': ./x ?']);
  expect(told('D=1 ./x $D')).toEqual([': ./x ?']);
  expect(told('cd "$(dirname "$0")"; ./x', { 0: 'scripts/a.sh' }).at(-1)).toBe('scripts: ./x');
  expect(told('H="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"; "$H/x"', { 0: 'scripts/a.sh' }).at(-1)).toBe(
    ': scripts/../x',
  );
});

test('functions run where they are called, once', () => {
  expect(told('f() { ./x; }; cd a; f; f')).toEqual([': cd a', 'a: f', 'a: ./x', 'a: f', 'a: ./x']);
  expect(told('f() { f; }; f; g() { ./never; }')).toEqual([': f', ': f']);
});

test('texts handed to a shell are read, other texts are not', () => {
  expect(told("bash -ec 'cd a; ./x'; eval './y'; trap './z' EXIT")).toEqual([
    ': bash -ec cd a; ./x',
    ': cd a',
    'a: ./x',
    ': eval ./y',
    ': ./y',
    ': trap ./z EXIT',
    '[: ./z]',
  ]);
  expect(told("bash <<'EOF'\n./x\nEOF\ncat <<'EOF'\n./y\nEOF\ncat <<EOF\n$(./z)\nEOF\n")).toEqual([
    ': bash <<',
    ': ./x',
    ': cat <<',
    ': ./z',
    ': cat <<',
  ]);
  expect(told('echo ./x # ./y\n')).toEqual([': echo ./x']);
  expect(told('x=$(./a); ./b "$(./c)" <(./d) `./e`')).toEqual([': ./a', ': ./c', ': ./d', ': ./e', ': ./b ? ? ?']);
});

test('offsets point at the word, also inside a quoted text', () => {
  const at = (text: string) =>
    commands(text).flatMap(({ words }) => words.map(({ start, end }) => text.slice(start, end)));
  expect(at('time ./x "a b" > out')).toEqual(['./x', '"a b"']);
  expect(at("bash -c './x y'")).toEqual(['bash', '-c', "'./x y'", './x', 'y']);
  expect(at('bash <<EOF\n./x y\nEOF\n')).toEqual(['bash', './x', 'y']);
});

test('any text is read without an exception, and every place lies in it', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc
          .array(
            fc.constantFrom(
              'if',
              'then',
              'fi',
              'cd a',
              './x',
              '"',
              "'",
              '$(',
              ')',
              '{',
              '}',
              'f()',
              '<<E',
              '\n',
              '|',
              '&&',
              '||',
              'bash -c',
              '`',
              ';',
              '#',
            ),
          )
          .map(parts => parts.join(' ')),
      ),
      text => {
        for (const { start, end, words } of commands(text))
          for (const range of [{ start, end }, ...words]) {
            expect(range.start).toBeLessThanOrEqual(range.end);
            expect(range.end).toBeLessThanOrEqual(text.length);
          }
      },
    ),
    { numRuns: 300, seed: 20260517 },
  );
});
