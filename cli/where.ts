import type { Invocation } from './invocation.ts';
import { Refusal } from './io.ts';

/** Where a run runs. */
export type Where =
  | { readonly kind: 'local' }
  | { readonly kind: 'ec2' }
  | { readonly kind: 'ssm'; readonly instanceId: string };

/** What `--on` means. */
export function whereOf(invocation: Invocation): Where {
  const given = invocation.value('on') ?? 'local';
  if (given === 'local' || given === 'ec2') return { kind: given };
  // Instances of EC2, and machines elsewhere that are registered with Systems Manager.
  const [, instanceId] = /^ssm:(m?i-[0-9a-f]{8,17})$/.exec(given) ?? [];
  if (instanceId !== undefined) return { kind: 'ssm', instanceId };
  throw new Refusal(
    given.startsWith('ssm') ? `\`--on ${given}\` names no instance` : `--on cannot be \`${given}\``,
    given.startsWith('ssm')
      ? 'write --on ssm:i-0123456789abcdef0'
      : 'it is local, ec2, or ssm: with the id of an instance',
  );
}
