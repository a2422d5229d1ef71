import { expect, it } from 'vitest';
import { requireSameCustomer } from '../../src/providers/same-customer.ts';

it('an answer about the customer asked for is taken', () => {
  expect(() => requireSameCustomer('acme', 'team-7', 'team-7')).not.toThrow();
});

it.each(['team-8', 'TEAM-7', 'team-7 ', ''])(
  'an answer about %j in place of team-7 is refused',
  (answered) => {
    expect(() => requireSameCustomer('acme', 'team-7', answered)).toThrow(
      expect.objectContaining({ provider: 'acme', failure: 'bad-response', detail: 'another customer' }),
    );
  },
);
