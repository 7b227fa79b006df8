import { gunzipSync } from 'node:zlib';

/** What cloud-init makes of user data: scripts by their file name, and what it would warn of. */
export interface UserData {
  readonly scripts: ReadonlyMap<string, Buffer>;
  readonly warnings: readonly string[];
}

/**
 * Unpacks gzip, and MIME archives, as cloud-init does (cloudinit/user_data.py): the kind of a part is told by its first bytes, or in an
 * archive by its type. Scripts alone are run here; any other kind is warned of.
 */
export function readUserData(bytes: Buffer): UserData {
  const plain = unzipped(bytes);
  const text = plain.toString('latin1');
  if (plain.length === 0) return { scripts: new Map(), warnings: [] };
  const isArchive = /^mime-version:/im.test(text.slice(0, 4096)) && !text.startsWith('#!');
  const parts = isArchive ? archived(text) : [{ name: 'part-001', type: '', bytes: plain }];
  const scripts = new Map<string, Buffer>();
  const warnings: string[] = [];
  for (const [index, part] of parts.entries()) {
    const unpacked = unzipped(part.bytes);
    const name = part.name === '' ? `part-${String(index + 1).padStart(3, '0')}` : part.name;
    const isScript =
      part.type === '' || part.type === 'text/plain'
        ? unpacked.subarray(0, 2).toString() === '#!'
        : part.type === 'text/x-shellscript';
    if (!isScript)
      warnings.push(
        `Unhandled non-multipart (${part.type || 'text/x-not-multipart'}) userdata: '${unpacked.subarray(0, 24).toString('latin1').split('\n')[0]}...'`,
      );
    else if (!Buffer.from(unpacked.toString('utf8')).equals(unpacked))
      warnings.push(`Failed calling handler ShellScriptPartHandler with ${name}: it is not UTF-8`);
    else scripts.set(name, lineFeeds(unpacked));
  }
  return { scripts, warnings };
}

function unzipped(bytes: Buffer): Buffer {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

/** Where the first line ends in CR LF, all lines lose theirs. */
function lineFeeds(script: Buffer): Buffer {
  return /^[^\n]*\r\n/.test(script.toString('latin1'))
    ? Buffer.from(script.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')
    : script;
}

interface Part {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

function archived(text: string): readonly Part[] {
  const boundary = /boundary="?([^"\s;]+)"?/i.exec(text)?.[1];
  if (boundary === undefined) return [];
  return text
    .split(new RegExp(`^--${boundary.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:--)?[ \\t]*\\r?\\n?`, 'm'))
    .slice(1)
    .filter(part => part.trim() !== '')
    .map(part => {
      const [head = '', ...rest] = part.split(/\r?\n\r?\n/);
      const body = rest.join('\n\n').replace(/\r?\n$/, '');
      const header = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(head)?.[1] ?? '';
      const encoded = /base64/i.test(header('content-transfer-encoding'));
      return {
        name: /filename="?([^";]+)"?/i.exec(head)?.[1]?.replaceAll('/', '_') ?? '',
        type: header('content-type').split(';')[0]!.trim().toLowerCase(),
        bytes: encoded ? Buffer.from(body, 'base64') : Buffer.from(body, 'latin1'),
      };
    });
}
