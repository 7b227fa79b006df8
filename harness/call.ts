import type { Command, Word } from 'unbash';
import { readWord } from '../lint/shell/words.ts';
import { type Around, deeper } from './around.ts';
import { takeFile } from './called-file.ts';
import { type Group, slug } from './draft.ts';
import { announced } from './extent.ts';
import type { Flow } from './flow.ts';
import { type Routine, textOf, wordsOf } from './runner.ts';
import { lineAt, type Script, scriptOf } from './script.ts';
import { withoutQuoted } from './texts.ts';
import { takeRunner } from './wrapper.ts';

/** A call: of a function of the harness, of what makes stages, or of a script that is given. */
export function takeCall(flow: Flow, script: Script, node: Command, around: Around): boolean {
  const { draft } = flow;
  const read = (word: Word | undefined) => word && readWord(word, draft.variables).value;
  const name = read(node.name);
  if (name === undefined && node.name?.text.match(/^"?\$[@*1]/)) {
    // `"$@"` at the end of a script: it runs the function that its first word names.
    const offered = [...flow.routines.values()].filter(({ runs, name: one }) => !runs && flow.works(one));
    if (offered.length === 0) return false;
    for (const routine of offered) inPlace(flow, routine, [], around, { how: 'arm' });
    draft.moved(script, node.pos, node.end, 'stages, one for each function');
    return true;
  }
  if (name === undefined) return takeFile(flow, script, node, around);
  const routine = flow.routines.get(name);
  if (!routine) {
    if (/^(echo|printf)$/.test(name) && node.redirects.length === 0) {
      const heading = announced(
        wordsOf(node).map(word => readWord(word, draft.variables).value ?? word.text.replace(/^"|"$/g, '')),
      );
      if (heading === undefined || around.group !== undefined) return false;
      flow.begin(heading, script, node.pos);
      draft.left(script, node.pos, node.end, 'it announces a part of the script: the run names its stages');
      return true;
    }
    return takeFile(flow, script, node, around);
  }
  if (flow.running.has(name) || flow.uploaders.has(name)) return false;
  if (routine.runs) return runStage(flow, script, node, routine, around);
  const words = wordsOf(node);
  const announcing = announced(words.map(word => readWord(word, draft.variables).value ?? word.text));
  if (!flow.works(name)) {
    if (announcing === undefined || around.group !== undefined) return false;
    flow.begin(announcing, script, node.pos);
    draft.left(script, node.pos, node.end, 'it announces a part of the script: the run names its stages');
    return true;
  }
  if (!inPlace(flow, routine, words, around, { how: 'function' })) return false;
  draft.moved(script, node.pos, node.end, `the stage of the function ${name}`);
  return true;
}

/** A call of `stage NAME …`: what it runs is a stage of its own. */
function runStage(flow: Flow, script: Script, node: Command, routine: Routine, around: Around): boolean {
  const { draft } = flow;
  const { runs } = routine;
  const words = wordsOf(node);
  const values = words.map(word => readWord(word, draft.variables).value);
  const first = runs!.named ? (values[0] ?? words[0]?.text.replace(/["']/g, '')) : undefined;
  const here = node.redirects.find(one => one.type === 'HereDoc');
  const line = lineAt(script, node.pos);
  const extra = words.slice(1, runs!.at < 0 ? -1 : runs!.at).map((word, index) => values[index + 1] ?? word.text);
  const limit = extra.find(word => /^\d+[smh]?$/.test(word)) ?? runs!.timeout;
  const group: Group | undefined =
    first === undefined
      ? around.group
      : { name: slug(first) || 'stage', line, how: 'runner', ...(limit !== undefined && { timeout: limit }) };
  let inner: Script | undefined;
  if (here?.type === 'HereDoc' && runs!.how !== 'words')
    inner = scriptOf(script.path, here.body.text, lineAt(script, here.body.pos));
  else if (runs!.how === 'words') {
    const from = words[Math.max(runs!.at, 0)];
    if (!from || (runs!.prefix !== undefined && words.length > 1)) return false;
    const text = runs!.prefix === undefined ? script.text.slice(from.pos, node.end) : `${runs!.prefix}${textOf(from)}`;
    inner = scriptOf(script.path, text, lineAt(script, from.pos));
  } else {
    const word = words[runs!.at] ?? words.at(-1);
    if (!word || (runs!.named && word === words[0])) return false;
    // A variable holds what only the run knows; its quotes would count no more.
    if (/^\$\{?\w+\}?$/.test(textOf(word).trim())) return false;
    inner = scriptOf(script.path, textOf(word), lineAt(script, word.pos));
  }
  if ((inner.parsed.errors ?? []).length > 0) return false;
  draft.ledger.enter(inner);
  if (!flow.called.has(routine.name)) takeRunner(draft, routine);
  flow.called.add(routine.name);
  const { cwd } = flow;
  flow.statements(inner, inner.parsed.commands, deeper({ ...around, group }));
  flow.cwd = cwd;
  draft.moved(script, node.pos, node.end, group ? `stages.${group.name}` : 'the stage of what it runs');
  return true;
}

/** The body of a function in the place of its call; false where its words are needed. */
function inPlace(
  flow: Flow,
  routine: Routine,
  words: readonly Word[],
  around: Around,
  { how }: Pick<Group, 'how'>,
): boolean {
  const { node, script, name } = routine;
  const body = node.body.type === 'Redirected' ? node.body.command : node.body;
  const statements =
    body.type === 'CompoundList'
      ? body.commands
      : body.type === 'BraceGroup' || body.type === 'Subshell'
        ? body.body.commands
        : undefined;
  if (!statements) return false;
  const text = script.text.slice(node.body.pos, node.body.end);
  const conducts = flow.conducts(statements);
  if (
    !conducts &&
    (words.length > 0 || /\$\{?[1-9@*#]|(^|[\s;&|({])(return|local|declare|shift)\b/.test(withoutQuoted(text)))
  )
    return false;
  if (flow.called.has(name)) return flow.running.size === 0 || conducts;
  flow.called.add(name);
  flow.running.add(name);
  const group: Group = {
    name: slug(name.replace(/^(stage|step|phase|do)_*(\d+_+)?(?=[a-z]{2})/i, '').replace(/_/g, '-')) || 'function',
    line: lineAt(script, node.pos),
    how,
  };
  const { cwd } = flow;
  flow.statements(
    script,
    statements,
    deeper({ ...around, group: conducts || around.group ? around.group : group }),
    body.pos,
  );
  if (body.type === 'Subshell') flow.cwd = cwd;
  flow.running.delete(name);
  return true;
}
