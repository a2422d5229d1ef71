import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import { fromPolarUnits } from '../../../../src/providers/polar/wire/money.ts';
import { plain } from '../support.ts';

describe('Polar money', () => {
  it.each([
    ['USD', '12.34'],
    ['JPY', '1234'],
    ['UGX', '1234'],
    ['MGA', '1234'],
    ['ISK', '12.34'],
  ])('in %s is %s where Polar says 1234', (currency, amount) => {
    expect(plain(fromPolarUnits(new Big(1234), currency))).toEqual({ amount, currency });
  });
});
