import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Refusal } from './io.ts';

const BOM = Buffer.from('\ufeff');

/**
 * Writes a text in place of another, in one step: a reader sees the whole old file or the whole new one. Keeps its mode, its byte
 * order mark and, where it is a symbolic link, the link. Refuses when the file is no longer what `before` says.
 */
export function replaceFile(path: string, shown: string, before: string, after: string): void {
  const doing = `${shown} is not fixed`;
  let target: string;
  let bytes: Buffer;
  let entry: ReturnType<typeof statSync>;
  try {
    target = realpathSync(path);
    entry = statSync(target);
    accessSync(target, constants.W_OK);
    bytes = readFileSync(target);
  } catch (error) {
    throw new Refusal(`${doing}: ${(error as Error).message}`, `give yourself the right: chmod u+w ${shown}`);
  }
  const marked = bytes.subarray(0, BOM.length).equals(BOM);
  if (!bytes.subarray(marked ? BOM.length : 0).equals(Buffer.from(before))) {
    const isText = Buffer.from(bytes.toString('utf8')).equals(bytes);
    throw new Refusal(
      isText ? `${doing}: it has changed in the meantime` : `${doing}: it is not all UTF-8`,
      isText ? 'try again' : 'write the file in UTF-8 first',
    );
  }
  const beside = join(dirname(target), `.${basename(target).slice(0, 200)}.${process.pid}.new`);
  try {
    const descriptor = openSync(beside, 'wx', 0o600);
    try {
      const whole = Buffer.concat([marked ? BOM : Buffer.alloc(0), Buffer.from(after)]);
      for (let at = 0; at < whole.length; ) at += writeSync(descriptor, whole, at);
      const { uid, gid, mode } = entry;
      if (uid !== process.getuid?.() || gid !== process.getgid?.()) fchownSync(descriptor, uid, gid);
      fchmodSync(descriptor, mode & 0o7777);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, target);
  } catch (error) {
    try {
      unlinkSync(beside);
    } catch {
      // It was never made.
    }
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Refusal(
      `${doing}: ${message}`,
      code === 'EPERM'
        ? 'do it as the user to whom the file belongs'
        : `make room, or the right to write, in ${dirname(target)}`,
    );
  }
}
