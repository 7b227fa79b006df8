import type { Schema } from '../language/schema.ts';
import { byName, count, record, said, sha256, text, texts } from './shapes.ts';

export const prebuilt: Schema = {
  title: 'PrebuiltManifest',
  ...record(
    {
      version: { const: 1 },
      sha256: said(sha256, 'Of the archive.'),
      size: said(count, 'Of the archive, in bytes.'),
      commit: said(text, 'Of the source it was built from, in full.'),
      path: said(text, 'Where the source lay when it was built: an absolute directory.'),
      provides: said(texts, 'The paths in the archive, relative to that directory.'),
      build: said(text, 'The command that built it.'),
      env: byName(
        text,
        'Those variables by which cargo tells one build from another, as they were: `RUSTFLAGS`, `CARGO_ENCODED_RUSTFLAGS`, `CARGO_BUILD_RUSTFLAGS`, `CARGO_BUILD_TARGET`, `CARGO_TARGET_*`, `CARGO_PROFILE_*`. One that is absent was not set.',
      ),
      tools: byName(text, 'What each compiler says of its version: `rustc` to `rustc 1.95.0 (…)`.'),
      architecture: said(text, 'As `uname -m` has it.'),
      cpuFlags: said(
        texts,
        'What its code asks of the CPU, in the words of /proc/cpuinfo; empty: no more than every CPU of the architecture has.',
      ),
      glibc: said(
        text,
        'The least version of the GNU C library that its programs start with; absent where none of them asks for it, or it is not known.',
      ),
    },
    '`URL.json`, beside the archive of a `prebuilt`: what it is, so that a box can tell whether it is of use before it fetches it.',
    ['size', 'path', 'provides', 'build', 'env', 'tools', 'architecture', 'cpuFlags', 'glibc'],
  ),
};
