import { quote } from '../../../plan/quote.ts';
import type { Command } from '../command.ts';
import { inside, join, type Repository } from '../repository.ts';
import type { Called } from '../shell/surroundings.ts';

/**
 * `spin test` is pytest over the package that pyproject.toml names, without the slow tests where the project's own `.spin/cmds.py`
 * leaves them out by default (github.com/scientific-python/spin, "spin.cmds.meson.test").
 */
export function spinCalls(command: Command, repository: Repository): readonly Called[] {
  const [sub, ...words] = command.words.slice(1);
  const directory = inside(repository, command.cwd);
  if (sub !== 'test' || directory === undefined) return [];
  let marker = /markexpr[\s\S]{0,200}not slow|not slow[\s\S]{0,200}markexpr/.test(
    repository.files.read(join(directory, '.spin/cmds.py')) ?? '',
  )
    ? 'not slow'
    : '';
  const given: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '--') {
      given.push(...words.slice(at + 1));
      break;
    }
    if (word === '-m') marker = words[++at] === 'full' ? '' : (words[at] ?? '');
    else if (/^(-j|--n-jobs|-p|--parallel-threads|-t|--tests|--build-dir)$/.test(word)) {
      const value = words[++at] ?? '';
      if (word === '-t' || word === '--tests') given.push(value);
    } else if (!word.startsWith('-')) given.push(word);
  }
  const marked = marker === '' ? '' : `-m '${marker}' `;
  const package_ = /^package\s*=\s*["']([\w.-]+)["']/m.exec(
    /^\[tool\.spin\]\s*$([\s\S]*?)(?=^\[|(?![\s\S]))/m.exec(
      repository.files.read(join(directory, 'pyproject.toml')) ?? '',
    )?.[1] ?? '',
  )?.[1];
  const paths = given.some(word => !word.startsWith('-')) ? '' : (package_ ?? '');
  return [
    {
      hop: { label: 'spin test' },
      text: `pytest ${marked}${[...given, paths].filter(Boolean).map(quote).join(' ')}`,
      cwd: command.cwd,
    },
  ];
}
