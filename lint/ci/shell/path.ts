import { resolvePath as resolved } from '../../path.ts';
import { UNKNOWN } from '../command.ts';

/** `path`, as a shell's word, seen from the absolute directory `from`; `undefined` when either is not known. */
export function resolvePath(from: string | undefined, path: string): string | undefined {
  return path.includes(UNKNOWN) || path.startsWith('~') || path === '-' ? undefined : resolved(from, path);
}

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : slash === 0 ? '/' : path.slice(0, slash);
}
