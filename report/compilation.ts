import { quote } from '../plan/quote.ts';
/** What `campaign compile` has made. */
export interface CompilationView {
  readonly campaign: string;
  readonly target: string;
  /** What was written, as the person named it; empty for stdout. */
  readonly files: readonly string[];
  /** Whether what was written is what is delivered; else it is the plain script. */
  readonly packed: boolean;
  readonly script: { readonly bytes: number; readonly sha256: string };
  readonly delivery?: {
    readonly form: 'plain' | 'gzip' | 'loader';
    readonly size: number;
    readonly limit: number;
    readonly left: number;
    readonly upload?: { readonly url: string; readonly region?: string };
  };
  /** Why it cannot be delivered. */
  readonly problem?: string;
}

/** `campaign compile --format json`. */
export function compilationObject({ campaign, target, files, script, delivery, problem }: CompilationView) {
  const { form, size, limit, left, upload } = delivery ?? {};
  return {
    version: 1,
    campaign,
    target,
    files,
    script,
    delivery: delivery ? { form, bytes: size, limit, left } : null,
    upload: upload ? { url: upload.url, region: upload.region ?? null } : null,
    problem: problem ?? null,
  };
}

/** What is said beside the text that was written: one line, and two more where something must be put into the store. */
export function compilationText({ target, files, packed, script, delivery, problem }: CompilationView): string {
  const carrier = target === 'ssm' ? 'a document of Systems Manager' : 'EC2 user data';
  const [name = packed ? 'output' : 'script'] = files;
  const head = packed
    ? `${name}: for a script of ${number(script.bytes)} bytes`
    : `${name}: ${number(script.bytes)} bytes`;
  if (!delivery) return `${head}; as ${carrier} it cannot be delivered: ${problem}`;
  const how = { plain: 'plain', gzip: 'compressed', loader: 'by a loader that fetches it from the store' }[
    delivery.form
  ];
  const line = `${head}; as ${carrier} ${how}, ${number(delivery.size)} bytes, ${number(delivery.left)} are left`;
  const { upload } = delivery;
  if (!upload) return line;
  const source = packed ? 'campaign compile … | ' : '';
  return `${line}\nit must lie there before a box starts: ${source}${put(upload, packed ? '-' : name)}`;
}

/** The command that puts the script where the loader looks for it. */
function put({ url, region }: { readonly url: string; readonly region?: string }, file: string): string {
  if (!url.startsWith('s3://')) return `curl -T ${quote(file)} ${quote(url)}`;
  return ['aws s3 cp', quote(file), quote(url), ...(region === undefined ? [] : ['--region', region])].join(' ');
}

function number(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
