/** The questions by task, in the words of the design: what is asked, and the columns whose sums stand for the answer. */
export const questions = {
  groupby: [
    { id: 'q01', asks: 'sum v1 by id1', sums: ['v1'] },
    { id: 'q02', asks: 'sum v1 by id1, id2', sums: ['v1'] },
    { id: 'q03', asks: 'sum v1, mean v3 by id3', sums: ['v1', 'v3'] },
    { id: 'q04', asks: 'mean v1, v2, v3 by id4', sums: ['v1', 'v2', 'v3'] },
    { id: 'q05', asks: 'sum v1, v2, v3 by id6', sums: ['v1', 'v2', 'v3'] },
    { id: 'q06', asks: 'median v3, sd v3 by id4, id5', sums: ['median', 'sd'] },
    { id: 'q07', asks: 'max v1 - min v2 by id3', sums: ['spread'] },
    { id: 'q08', asks: 'largest two v3 by id6', sums: ['v3'] },
    { id: 'q09', asks: 'r² of v1 and v2 by id2, id4', sums: ['r2'] },
    { id: 'q10', asks: 'sum v3, count by id1 to id6', sums: ['v3', 'count'] },
  ],
  join: [
    { id: 'q01', asks: 'inner, small, on a number', sums: ['v1', 'v2'] },
    { id: 'q02', asks: 'inner, medium, on a number', sums: ['v1', 'v2'] },
    { id: 'q03', asks: 'left outer, medium, on a number', sums: ['v1', 'v2'] },
    { id: 'q04', asks: 'inner, medium, on a text', sums: ['v1', 'v2'] },
    { id: 'q05', asks: 'inner, big, on a number', sums: ['v1', 'v2'] },
  ],
};
