import { describe, expect, it } from 'vitest';
import { execute } from '../support/execute.ts';
import { createFakeProvider } from '../support/fake-provider.ts';

const providers = [createFakeProvider({ name: 'lago' })];
const create = (currency: string) =>
  `mutation { createCustomer(input: { provider: "lago", externalId: "a", currency: ${currency} }) { __typename } }`;

describe('a currency that is none', () => {
  it.each([
    ['"eur"', 'CurrencyCode must be three upper-case letters.'],
    ['""', 'CurrencyCode must be three upper-case letters.'],
    ['5', 'CurrencyCode must be text.'],
  ])('is told with its place as the literal %s', async (literal, message) => {
    const { errors } = await execute(providers, create(literal));
    expect(errors).toEqual([
      {
        message,
        locations: [{ line: 1, column: create('').indexOf('currency: ') + 'currency: '.length + 1 }],
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });

  it('is told with its path as a part of a variable', async () => {
    const query = 'mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { __typename } }';
    const input = { provider: 'lago', externalId: 'a', currency: 'eur' };
    const { errors } = await execute(providers, query, { input });
    expect(errors).toMatchObject([
      { message: expect.stringContaining('"input.currency"'), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});
