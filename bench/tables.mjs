import { below, shuffled } from './random.mjs';

/** Columns of every table and their types: the engines are told them, so that neither has to guess. */
export const columns = {
  groupby: {
    id1: 'text',
    id2: 'text',
    id3: 'text',
    id4: 'int',
    id5: 'int',
    id6: 'int',
    v1: 'int',
    v2: 'int',
    v3: 'real',
  },
  x: { id1: 'int', id2: 'int', id3: 'int', id4: 'text', id5: 'text', id6: 'text', v1: 'real' },
  small: { id1: 'int', id4: 'text', v2: 'real' },
  medium: { id1: 'int', id2: 'int', id4: 'text', id5: 'text', v2: 'real' },
  big: { id1: 'int', id2: 'int', id3: 'int', id4: 'text', id5: 'text', id6: 'text', v2: 'real' },
};

/** The tables of a task: name, number of rows, and the CSV line of a row by its number. `k` concerns the group-by alone. */
export function tables(task, rows, k) {
  return task === 'groupby' ? [groupBy(rows, k)] : join(rows);
}

/** Three keys with `k` values as text and as numbers, three with rows / k, small whole values, and a decimal one. */
function groupBy(rows, k) {
  const many = Math.max(1, Math.floor(rows / k));
  const key = (stream, row, bound) => 1 + below(bound, stream, row);
  const line = row => {
    const text = `id${padded(key(1, row, k), 3)},id${padded(key(2, row, k), 3)},id${padded(key(3, row, many), 10)}`;
    const numbers = `${key(4, row, k)},${key(5, row, k)},${key(6, row, many)},${key(7, row, 5)},${key(8, row, 5)}`;
    return `${text},${numbers},${decimal(9, row, 4)}\n`;
  };
  return { name: 'groupby', rows, line };
}

/** A left table and three right ones, with rows / 1e6, rows / 1e3 and as many rows; nine keys in ten are on both sides. */
function join(rows) {
  const small = keys(20, Math.max(10, Math.round(rows / 1e6)));
  const medium = keys(30, Math.max(10, Math.round(rows / 1e3)));
  const big = keys(40, rows);
  const value = (stream, row) => decimal(stream, row, 6);
  return [
    {
      name: 'x',
      rows,
      line: row =>
        `${ids(small.left.any(50, row), medium.left.any(51, row), big.left.each(52, row))},${value(53, row)}\n`,
    },
    { name: 'small', rows: small.size, line: row => `${ids(small.right.each(54, row))},${value(55, row)}\n` },
    {
      name: 'medium',
      rows: medium.size,
      line: row => `${ids(small.right.any(56, row), medium.right.each(57, row))},${value(58, row)}\n`,
    },
    {
      name: 'big',
      rows,
      line: row =>
        `${ids(small.right.any(59, row), medium.right.any(60, row), big.right.each(61, row))},${value(62, row)}\n`,
    },
  ];
}

/** `size` keys a side, scattered: the first nine tenths on both sides, the rest on one. */
function keys(stream, size) {
  const own = Math.max(1, Math.round(size / 10));
  const common = size - own;
  const at = position => 1 + shuffled(size + own, stream, position);
  const side = shift => {
    const key = position => at(position < common ? position : position + shift);
    return {
      /** A key picked at random. */
      any: (choice, row) => key(below(size, choice, row)),
      /** Every key once, in random order. */
      each: (order, row) => key(shuffled(size, order, row)),
    };
  };
  return { size, left: side(0), right: side(own) };
}

/** The keys as numbers, then the same as text. */
function ids(...numbers) {
  return `${numbers.join(',')},${numbers.map(number => `id${number}`).join(',')}`;
}

/** A number from 0 up to 100 with so many decimals, made of whole numbers: no rounding, the same text everywhere. */
function decimal(stream, row, digits) {
  const scale = 10 ** digits;
  const value = below(100 * scale, stream, row);
  return `${Math.floor(value / scale)}.${padded(value % scale, digits)}`;
}

function padded(number, width) {
  return String(number).padStart(width, '0');
}
