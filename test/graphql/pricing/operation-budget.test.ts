import { describe, expect, it } from 'vitest';
import { createOperationBudget } from '../../../src/graphql/pricing/operation-budget.ts';

describe('the budget of an operation', () => {
  it('tells what was foreseen and what was called, account by account', () => {
    const budget = createOperationBudget(10);
    budget.foresee(
      new Map([
        ['lago', 3],
        ['polar', 1],
      ]),
    );
    budget.begin('lago')();
    budget.begin('lago')();
    expect(budget.spending()).toMatchObject(
      new Map([
        ['lago', { estimated: 3, actual: 2 }],
        ['polar', { estimated: 1, actual: 0 }],
      ]),
    );
  });

  it('raises what was foreseen with each call beyond it, so that it is never less than what is called', () => {
    const budget = createOperationBudget(10);
    budget.foresee(new Map([['lago', 1]]));
    for (let call = 0; call < 3; call += 1) budget.begin('lago')();
    expect(budget.spending().get('lago')).toMatchObject({ estimated: 3, actual: 3 });
  });

  it('refuses the call after the last one that it has, at whichever account', () => {
    const budget = createOperationBudget(2);
    budget.begin('lago')();
    budget.begin('polar');
    expect(() => budget.begin('lago')).toThrow(
      expect.objectContaining({ provider: 'lago', failure: 'too-expensive', retryable: false }),
    );
    expect(budget.spending().get('lago')).toMatchObject({ estimated: 1, actual: 1 });
  });
});
