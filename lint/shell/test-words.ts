import type { TestExpression, Word } from 'unbash';

/** The pieces of `[[ … ]]` in order: words to be expanded, and operators as they are. */
export function testPieces(expression: TestExpression): readonly (Word | string)[] {
  switch (expression.type) {
    case 'TestUnary':
      return [expression.operator, expression.operand];
    case 'TestBinary':
      return [expression.left, expression.operator, expression.right];
    case 'TestLogical':
      return expression.operands.flatMap((operand, index) =>
        index === 0 ? testPieces(operand) : [expression.operator, ...testPieces(operand)],
      );
    case 'TestNot':
      return [...(expression.negations.length % 2 === 1 ? ['!'] : []), ...testPieces(expression.operand)];
    case 'TestGroup':
      return ['(', ...testPieces(expression.expression), ')'];
  }
}
