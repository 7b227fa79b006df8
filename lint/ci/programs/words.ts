import type { Text } from './tokens.ts';

/** A string as it is written, where nothing is put into it; otherwise what stands around that. */
export function filledPlain({ pieces }: Text): string {
  return pieces.map(piece => (typeof piece === 'string' ? piece : '')).join('');
}
