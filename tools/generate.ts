/** `generate` writes every derived file; `generate --check` names those that are not what they should be, and exits 1. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Generated } from './generated.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Every derived file, in the order of the generators' names. */
async function derivedFiles(): Promise<readonly Generated[]> {
  const directory = join(root, 'tools/generate');
  const names = (await readdir(directory)).filter(name => name.endsWith('.ts')).sort();
  const modules = names.map(name => import(pathToFileURL(join(directory, name)).href));
  return (await Promise.all(modules)).flatMap(module => (module as { default: readonly Generated[] }).default);
}

/** Writes what has changed, or with `check` writes nothing; gives the paths of files that were not up to date. */
export async function generate(check: boolean): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const { path, text } of await derivedFiles()) {
    const wanted = await text();
    const file = join(root, path);
    const present = await readFile(file, 'utf8').catch(() => undefined);
    if (present === wanted) continue;
    stale.push(path);
    if (check) continue;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, wanted);
  }
  return stale;
}

async function main(check: boolean): Promise<number> {
  const stale = await generate(check);
  for (const path of stale) process.stderr.write(check ? `${path} is stale: run \`npm run generate\`\n` : `${path}\n`);
  return check && stale.length > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main(process.argv.includes('--check')).then(
    status => {
      process.exitCode = status;
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      process.exitCode = 1;
    },
  );
}
