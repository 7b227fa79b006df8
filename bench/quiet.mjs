/**
 *     node bench/quiet.mjs --seconds 10 --busy 10 --stolen 1 --out quiet.json
 *
 * Is this machine quiet enough to measure on? Looks at /proc/stat (proc_stat(5)) for a while, in which nothing of ours runs:
 * more than so many percent of CPU time used by others, or stolen by the host for its other guests, and it exits 1.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { options } from './options.mjs';

const { seconds, busy, stolen, out } = options({ seconds: 'count', busy: 'amount', stolen: 'amount', out: 'text' });

const before = spent();
await setTimeout(seconds * 1000);
const after = spent();
const share = name => (100 * (after[name] - before[name])) / Math.max(1, after.all - before.all);
const found = { seconds, busy: share('busy'), stolen: share('stolen'), allowed: { busy, stolen } };
const quiet = found.busy <= busy && found.stolen <= stolen;
writeFileSync(out, `${JSON.stringify({ quiet, ...found })}\n`);
console.log(
  `${found.busy.toFixed(1)} % busy (${busy} allowed), ${found.stolen.toFixed(1)} % stolen (${stolen} allowed)`,
);
process.exitCode = quiet ? 0 : 1;

/** Clock ticks of all CPUs since the machine started. */
function spent() {
  const [user, nice, system, idle, iowait, irq, softirq, steal] = /^cpu +(.*)$/m
    .exec(readFileSync('/proc/stat', 'utf8'))[1]
    .split(' ')
    .map(Number);
  const used = user + nice + system + irq + softirq;
  return { busy: used, stolen: steal, all: used + idle + iowait + steal };
}
