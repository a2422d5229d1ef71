import { describe, expect, it } from 'vitest';
import { createOperationBudget } from '../../../src/graphql/pricing/operation-budget.ts';
import { addUp, priceAt } from '../../../src/graphql/pricing/price.ts';

describe('the budget of an operation', () => {
  it('tells what was foreseen and what was called, account by account', () => {
    const budget = createOperationBudget(10);
    budget.foresee(addUp([priceAt('lago', 3), priceAt('polar', 1)]));
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
    budget.foresee(priceAt('lago', 1));
    for (let call = 0; call < 3; call += 1) budget.begin('lago')();
    expect(budget.spending().get('lago')).toMatchObject({ estimated: 3, actual: 3 });
  });

  it('keeps what was foreseen for others, however much more is asked for', () => {
    const budget = createOperationBudget(10);
    budget.foresee(addUp([priceAt('lago', 3), priceAt('polar', 2)]));
    budget.extend('lago', 5);
    expect(() => budget.extend('lago', 1)).toThrow(expect.objectContaining({ failure: 'too-expensive' }));
    for (let call = 0; call < 8; call += 1) budget.begin('lago')();
    expect(() => budget.begin('lago')).toThrow(expect.objectContaining({ failure: 'too-expensive' }));
    budget.begin('polar')();
    budget.begin('polar')();
    expect(budget.spending()).toMatchObject(
      new Map([
        ['lago', { estimated: 8, actual: 8 }],
        ['polar', { estimated: 2, actual: 2 }],
      ]),
    );
  });

  it('has room for more where the accounts together cost less than each at most', () => {
    const budget = createOperationBudget(10);
    const byAccount = new Map([
      ['lago', 6],
      ['polar', 6],
    ]);
    budget.foresee({ byAccount, total: 7 });
    budget.extend('lago', 3);
    expect(() => budget.extend('polar', 1)).toThrow(expect.objectContaining({ failure: 'too-expensive' }));
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
