import { fstatSync, statSync, writeSync } from 'node:fs';
import { type Io, OutputClosed, Refusal, type Writer } from './io.ts';

/** The real process; `cache` is the directory that the launcher has found fit. `process.stdout` is touched only on a terminal: loading its stream costs a tenth of a lint. */
export function processIo(cache?: string): Io {
  return {
    ...(cache !== undefined && { cache }),
    stdout: writer(1),
    stderr: writer(2),
    env: process.env,
    cwd: process.cwd(),
    get interactive() {
      return mayBeTerminal(0) && process.stdin.isTTY === true;
    },
  };
}

function writer(descriptor: 1 | 2): Writer {
  const stream = mayBeTerminal(descriptor) ? (descriptor === 1 ? process.stdout : process.stderr) : undefined;
  const isTerminal = stream?.isTTY === true;
  return {
    isTerminal,
    // Asked each time: the window may change while a run is watched.
    get columns() {
      return isTerminal ? stream?.columns || 80 : undefined;
    },
    get rows() {
      return isTerminal ? stream?.rows || 24 : undefined;
    },
    write(text) {
      try {
        writeAll(descriptor, typeof text === 'string' ? Buffer.from(text) : text);
      } catch (error) {
        if (isClosed(error)) {
          if (descriptor === 1) throw new OutputClosed();
        } else if (descriptor === 1 && isFull(error))
          throw new Refusal(
            `the results are not written: ${(error as Error).message}`,
            'make room, or send stdout somewhere else',
          );
        else throw error;
      }
    },
  };
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      // A pipe that another process has made non-blocking, and that is full: wait for its reader.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function isClosed(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EPIPE' || code === 'EBADF' || code === 'ECONNRESET';
}

/** No room, a quota, a limit on the size of files, or a device that fails. */
function isFull(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return ['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO'].includes(code);
}

/** Every terminal is a character device; the one that swallows all is no terminal, and is what a timing sends output to. */
function mayBeTerminal(descriptor: number): boolean {
  try {
    const file = fstatSync(descriptor);
    return file.isCharacterDevice() && file.rdev !== statSync('/dev/null').rdev;
  } catch {
    return false;
  }
}
