/**
 * Random numbers without a state: each is a function of (stream, index) alone. Any worker can make any row, so that the
 * data do not depend on how many workers there were or which of them was first.
 */

/** 32 bits, well mixed: the finaliser of MurmurHash3 (public domain, Austin Appleby), applied to both arguments. */
export function hash(stream, index) {
  let h = Math.imul(index, 0x9e3779b1) ^ Math.imul(stream, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) + stream;
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

/** A whole number from 0 up to, not including, `bound` (at most 2^32). */
export function below(bound, stream, index) {
  return Math.floor((hash(stream, index) / 2 ** 32) * bound);
}

/**
 * Where `index` goes when the numbers below `size` are shuffled. A four-round Feistel network over the next even number of
 * bits is a permutation of a somewhat larger range; walking on until the result falls below `size` makes it one of `size`.
 */
export function shuffled(size, stream, index) {
  const half = Math.max(1, Math.ceil(Math.log2(Math.max(size, 2)) / 2));
  const mask = 2 ** half - 1;
  let at = index;
  do {
    let left = at >>> half;
    let right = at & mask;
    for (let round = 0; round < 4; round++) {
      const next = left ^ (hash(stream + round * 101, right) & mask);
      left = right;
      right = next;
    }
    at = ((left << half) | right) >>> 0;
  } while (at >= size);
  return at;
}
