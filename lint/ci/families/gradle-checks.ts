import type { Command } from '../command.ts';
import { inside, join, type Repository } from '../repository.ts';

const COMMENT = /\/\*[\s\S]*?\*\/|(^|\s)\/\/[^\n]*/g;

/**
 * The `check` of the project whose build file hangs this task into it, as `:core:check`; `undefined` where none does
 * (docs.gradle.org, "Building Java & JVM projects": "make check depend on the new task").
 */
export function checkOf(task: string, at: string, repository: Repository): string | undefined {
  const cut = task.lastIndexOf(':');
  const project = task.slice(0, Math.max(cut, 0)).replace(/^:/, '');
  const name = task.slice(cut + 1);
  if (!/^\w+$/.test(name)) return undefined;
  const directory = join(at, directoryOf(project, at, repository));
  const hangs = ['build.gradle', 'build.gradle.kts'].some(file =>
    hung(repository.files.read(join(directory, file)) ?? '').some(text => new RegExp(`\\b${name}\\b`).test(text)),
  );
  return hangs ? `${task.slice(0, cut + 1)}check` : undefined;
}

/** What gradle does that is told no task: `defaultTasks` of the root's build file (docs.gradle.org, "Build Script Basics"). */
export function usualTasks(name: string, { words, cwd }: Command, repository: Repository): readonly string[] {
  const at = /^gradlew?$/.test(name) ? inside(repository, cwd) : undefined;
  if (at === undefined) return [];
  if (words.some(word => /^(-v|-V|-h|-\?|--(version|show-version|help|stop|status|gui|tasks))$/.test(word))) return [];
  const stated = ['build.gradle', 'build.gradle.kts'].flatMap(file =>
    [
      ...(repository.files.read(join(at, file)) ?? '')
        .replaceAll(COMMENT, ' ')
        .matchAll(/^\s*defaultTasks\b(?!\.)\s*[(=]?(.*)$/gm),
    ].map(match => match[1]!),
  );
  return [...(stated[0] ?? '').matchAll(/["']([^"'$]+)["']/g)].map(match => match[1]!);
}

/** Where a project lies: by its path, unless the settings put it elsewhere. */
function directoryOf(project: string, at: string, repository: Repository): string {
  for (const file of ['settings.gradle', 'settings.gradle.kts']) {
    const settings = repository.files.read(join(at, file)) ?? '';
    for (const [, path, place] of settings.matchAll(MOVED)) if (path === project) return place!;
  }
  return project.replaceAll(':', '/');
}

/** `project(':core').projectDir = file('lib/core')`. */
const MOVED =
  /\bproject\(\s*["']:?([\w:.-]+)["']\s*\)\.projectDir\s*=[^\n]*?["'](?:\$\{?rootDir\}?\/|\.\/)?([\w./-]+)["']/g;

/** What a build file says that `check` depends on: `check.dependsOn a, b`, `tasks.named("check") { dependsOn(a) }`. */
function hung(text: string): readonly string[] {
  const plain = text.replaceAll(COMMENT, ' ');
  const direct = [...plain.matchAll(/\bcheck["']?\)?\.dependsOn\b\s*\(?([^\n]*)/g)].map(match => match[1]!);
  const blocks = [...plain.matchAll(/\bcheck["']?\)?(?:\.configure)?\s*\{/g)].map(match =>
    own(plain, match.index + match[0].length),
  );
  return [...direct, ...blocks.flatMap(block => block.split(/\bdependsOn\b/).slice(1))];
}

/** What a block says by itself. What stands in braces of its own in there (`if (release) { dependsOn soak }`) holds only sometimes. */
function own(text: string, from: number): string {
  let depth = 1;
  let found = '';
  for (let at = from; at < text.length && depth > 0; at++) {
    const letter = text[at]!;
    if (letter === '{') depth++;
    else if (letter === '}') depth--;
    else if (depth === 1) found += letter;
  }
  return found;
}
