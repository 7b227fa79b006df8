/**
 *     node bench/generate.mjs --task groupby --k 100 --rows 10000000 --out data/groupby-k100
 *
 * writes the tables of a task as CSV, in parts of equal size that worker threads take one after another, and beside the
 * directory `<out>.json`: rows, bytes and the SHA-256 of every part. Equal arguments give equal bytes.
 */
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { options } from './options.mjs';
import { columns, tables } from './tables.mjs';

const rowsPerPart = 500_000;
const rowsPerWrite = 10_000;

if (parentPort) {
  const { task, rows, k } = workerData;
  const known = new Map(tables(task, rows, k).map(table => [table.name, table]));
  parentPort.on('message', part => parentPort.postMessage(write(known.get(part.table), part)));
} else {
  const { task, rows, k, out } = options({ task: 'text', rows: 'count', k: 'count', out: 'text' });
  await generate(task, rows, k, out);
}

/** One part: rows `from` up to, not including, `to` under the header line. */
function write(table, part) {
  const digest = createHash('sha256');
  const file = openSync(part.path, 'w');
  let bytes = 0;
  const put = text => {
    const chunk = Buffer.from(text, 'latin1');
    digest.update(chunk);
    for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at);
    bytes += chunk.length;
  };
  put(`${Object.keys(columns[table.name]).join(',')}\n`);
  for (let row = part.from; row < part.to; ) {
    const end = Math.min(row + rowsPerWrite, part.to);
    let text = '';
    for (; row < end; row++) text += table.line(row);
    put(text);
  }
  closeSync(file);
  return { table: part.table, path: part.path, rows: part.to - part.from, bytes, sha256: digest.digest('hex') };
}

async function generate(task, rows, k, out) {
  const began = performance.now();
  rmSync(out, { recursive: true, force: true });
  const parts = tables(task, rows, k).flatMap(table => {
    mkdirSync(join(out, table.name), { recursive: true });
    return Array.from({ length: Math.ceil(table.rows / rowsPerPart) }, (_, number) => ({
      table: table.name,
      path: join(out, table.name, `part-${String(number).padStart(5, '0')}.csv`),
      from: number * rowsPerPart,
      to: Math.min((number + 1) * rowsPerPart, table.rows),
    }));
  });
  const written = await share(parts, { task, rows, k });
  const total = key => written.reduce((sum, part) => sum + part[key], 0);
  const perTable = Object.fromEntries(
    tables(task, rows, k).map(table => [
      table.name,
      written.filter(part => part.table === table.name).reduce((sum, part) => sum + part.rows, 0),
    ]),
  );
  const manifest = { task, k, rows: perTable, bytes: total('bytes'), parts: written };
  writeFileSync(`${out}.json`, `${JSON.stringify(manifest, null, 1)}\n`);
  const seconds = (performance.now() - began) / 1000;
  console.log(`${out}: ${total('rows')} rows, ${(total('bytes') / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s`);
}

/** Gives each worker the next part when it has finished one; the answer is in the order of `parts`. */
async function share(parts, data) {
  const done = new Array(parts.length);
  let next = 0;
  const work = () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL(import.meta.url), { workerData: data });
      let current = -1;
      const give = () => {
        current = next++;
        if (current < parts.length) worker.postMessage(parts[current]);
        else worker.terminate().then(resolve);
      };
      worker.on('message', part => {
        done[current] = part;
        give();
      });
      worker.on('error', reject);
      give();
    });
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), parts.length) }, work));
  return done;
}
