import { describe, expect, test } from 'vitest';
import { lint, written } from '../world.ts';
import { ecosystems } from './ecosystems.ts';
import { found, type Row } from './mutants.ts';

const stage = (run: string) => `  look:\n    run: ${run}\n    exclusive: false\n    timeout: 5m\n`;
const row = (ecosystem: Row[0], run: string): Row => [ecosystem, { add: stage(run) }];

found(
  'shell',
  [
    row('go', 'echo #1'),
    row('rust', 'df --color #ff0000 -h'),
    row('node', 'echo "a #b" c'),
    ['python', { swap: [['  setup: |\n', '  setup: echo #7\n  hidden: |\n']] }],
    row('cpp', '>\n      # how much is left\n      df -h'),
    row('rust', '>-\n      df -h\n      # and inodes\n      df -i'),
    ['go', 'cat <<EOF > /tmp/x\na\n  EOF\n@B'],
    ['cpp', "cat > /tmp/x <<'SQL'\nselect 1;\nSQL;\n@B"],
    ['python', 'cat <<-EOF\n\ta\n\tEOF \n@B'],
    ['node', { run: 'bash x.sh\n@B', world: { files: { 'x.sh': 'set -e\ncat <<END\na\n' } } }],
    ['node', { run: 'bash x.sh\n@B', world: { files: { 'x.sh': 'set -e\r\nif true; then\r\n  ls\r\nfi\r\n' } } }],
    ['go', 'if [-d results]; then echo there; fi\n@B'],
    ['rust', '[ -d results] || exit 1\n@B'],
    ['cpp', 'if [[-n $HOME ]]; then echo home; fi\n@B'],
    ['python', 'if ["$(uname)" = Linux ]; then echo linux; fi\n@B'],
  ],
  [
    ['node', { run: 'bash x.sh\n@B', world: { files: { 'x.sh': 'set -e\r\nls\r\n' }, plainEnds: ['x.sh'] } }],
    row('go', 'df -h # how much is left'),
    row('go', 'df -h #as a start'),
    row('rust', "'echo #1'"),
    row('node', '"echo #ff0000"'),
    row('cpp', '|\n      # how much is left\n      df -h'),
    row('cpp', '>\n      df\n      -h'),
    row('cpp', '>\n      df -h\n      # and that is all'),
    row('python', '>\n      df -h\n\n      # and inodes\n\n      df -i'),
    ['go', 'cat <<EOF > /tmp/x\na\nEOF\n@B'],
    ['go', '[ "$HOME" = [-d] ] || echo other\n[[ $HOME == *[-d]* ]] || ls [a-c]*\n@B'],
    ['go', '@B\ncat <<EOF > /tmp/x\na\nEOF'],
    ['cpp', 'cat <<-EOF > /tmp/x\n\ta\n\tEOF\n@B'],
    ['rust', 'x=$(cat <<EOF\na\nEOF\n)\n@B --label "$x"'],
    ['python', 'cat <<A - <<"B"\n1\nA\n2\nB\n@B'],
    ['node', 'echo $((1 << 3))\n@B'],
  ],
);

describe('what is said', () => {
  const told = async (run: string) => {
    const { campaign, ...world } = ecosystems.go;
    const { findings } = await lint({ ...world, campaign: `${campaign.split('stages:\n')[0]}stages:\n${stage(run)}` });
    return findings.filter(({ rule }) => rule === 'shell').map(one => `${written(one, 'shell')} => ${one.help}`);
  };
  const BLOCK =
    'put the text into a block, where YAML has no comments: `run: |`, and the command on the next line, indented';
  test.each([
    ['echo #1', `22:15 YAML takes \`#1\` for a comment: bash never gets it => ${BLOCK}`],
    [
      'echo "a #b"',
      '22:15 bash cannot read this: unterminated double quote => YAML takes what follows ` #` on this line for a comment: put the text into a block, `run: |`, and the command on the next line, indented',
    ],
    [
      '>\n      # first\n      df -h',
      '23:7 the lines of a folded text (`>`) become one, and this comment takes `df -h` with it: it never runs => write `|` instead of `>`: the lines then stay lines',
    ],
    [
      '|\n      cat <<EOF\n      a\n        EOF\n      df -h',
      '23:11 no line is `EOF` alone: all that follows is text of this here-document, and none of it runs => put `EOF` at the beginning of its line, without blanks before or behind it; in a `run: |` that is where the text’s own lines begin',
    ],
  ])('%j', async (run, said) => {
    expect(await told(run)).toEqual([said]);
  });
});
