import { base } from './path.ts';

/** Options of `docker run`, `create` and `pull` that take no value; all other long ones without `=` do. */
const FLAGS =
  /^(--(rm|detach|interactive|tty|init|privileged|read-only|publish-all|no-healthcheck|quiet|oom-kill-disable|sig-proxy|help|all-tags|disable-content-trust)|-[ditPqa]+|-[A-Za-z]{2,}|--\S+=.*)$/;

/** The image that a container command names; `undefined` when it names none, or one that is not known. */
export function imageOf<W extends { readonly value: string | undefined }>(args: readonly W[]): W | undefined {
  let at = args[0]?.value === 'container' || args[0]?.value === 'image' ? 1 : 0;
  if (!/^(run|create|pull)$/.test(args[at]?.value ?? '')) return undefined;
  for (at++; at < args.length; at++) {
    const word = args[at]!.value;
    if (word === undefined) return undefined;
    if (!word.startsWith('-')) return args[at];
    if (!FLAGS.test(word)) at++;
  }
  return undefined;
}

/** Why an image's name may mean another image tomorrow; `undefined` when it is pinned, or not known. */
export function looseImage(name: string): 'no tag' | 'a moving tag' | undefined {
  if (name.includes('@sha256:') || /[$`{]/.test(name)) return undefined;
  const tag = /:([\w][\w.-]*)$/.exec(base(name))?.[1];
  if (tag === undefined) return 'no tag';
  // Of an image of a distribution, its name is the version.
  if (
    /^((slim-)?(alpine|bookworm|bullseye|buster|trixie|focal|jammy|noble)|slim)$/.test(tag) &&
    !/^(debian|ubuntu|buildpack-deps)$/.test(base(name).replace(/:.*$/, ''))
  )
    return 'a moving tag';
  return /^(latest|main|master|develop|dev|edge|nightly|stable|rolling|current|lts|next|canary|head|trunk|rawhide|sid|testing)$/i.test(
    tag,
  )
    ? 'a moving tag'
    : undefined;
}
