import type { Context } from './context.ts';

/** Asks a person on stderr; anything but yes is no. Only where somebody sits at stdin. */
export async function confirmed(question: string, { io }: Context): Promise<boolean> {
  if (!io.interactive) return false;
  const { createInterface } = await import('node:readline/promises');
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await asking.question(`${question} [y/N] `)).trim());
  } finally {
    asking.close();
  }
}
