/**
 * A set of paths as `requires` and `produces` write them: one file, a directory with all that is in it, or a glob.
 * Relative ones are relative to `source.dir`.
 */
export interface PathSet {
  /** `directory` was written with a trailing `/`; `glob` holds an unescaped `*`, `?`, `[` or `{`. */
  readonly kind: 'file' | 'directory' | 'glob';
  /** Normalised: no `.`, no empty segments, `..` resolved where something precedes it; directories keep their `/`. */
  readonly text: string;
  readonly absolute: boolean;
  /** `..` is left at its beginning: it points outside the source directory. */
  readonly escapes: boolean;
  /** It holds the symbol of an unset parameter (plan/symbol.ts), so what it names is not known. */
  readonly unknown: boolean;
}
