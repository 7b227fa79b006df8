/** A file that is derived from others. A file in tools/generate/ exports a list of them as its default. */
export interface Generated {
  /** Relative to the root of the repository. */
  readonly path: string;
  /** What the file must be, byte for byte. */
  text(): string | Promise<string>;
}
