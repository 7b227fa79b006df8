import type { SimpleCommand } from '../shell/commands.ts';

/** Images that the texts of a plan build themselves. */
export function imagesBuilt(commands: Iterable<SimpleCommand>): ReadonlySet<string> {
  const built = new Set<string>();
  for (const { words } of commands) {
    const args = words.map(({ value }) => value);
    if (
      !/^(docker|podman|nerdctl|buildah)$/.test(args[0] ?? '') ||
      !args.some(word => /^(build|tag|commit|import|load|bud)$/.test(word ?? ''))
    )
      continue;
    if (args[1] === 'tag' && args[3]) built.add(args[3]);
    for (const [index, word] of args.entries()) {
      const tag = /^(-t|--tag)$/.test(args[index - 1] ?? '') ? word : /^--tag=(.*)$/.exec(word ?? '')?.[1];
      if (tag) built.add(tag);
    }
  }
  return built;
}
