import { describe, expect, it } from 'vitest';
import type { CustomerFields } from '../../../src/billing/customer-write.ts';
import { createCall, createLago, failureOf } from './support.ts';

const invalid = (path: readonly string[], message: string) => ({
  kind: 'invalid',
  issues: [{ path, message }],
});
const country = 'must be an ISO 3166-1 alpha-2 code in upper case, such as "DE"';
const addresses = 'must be an e-mail address, or several separated by commas';
const entries = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ key: `k${index}`, value: 'v' }));

const refused: readonly (readonly [CustomerFields, readonly string[], string])[] = [
  [{ name: 'n'.repeat(256) }, ['name'], 'must not be longer than 255 characters'],
  [{ email: 'ada' }, ['email'], addresses],
  [{ email: 'ada@example.com,,bob@example.com' }, ['email'], addresses],
  [{ locale: 'pt' }, ['locale'], 'must be one of en, fr, nb, de, it, es, sv, pt-BR, zh-TW'],
  [{ timezone: 'Kiel' }, ['timezone'], 'must be an IANA time zone, such as "Europe/Berlin"'],
  [{ address: { country: 'de' } }, ['address', 'country'], country],
  [{ address: { country: 'DEU' } }, ['address', 'country'], country],
  [{ metadata: entries(6) }, ['metadata'], 'must not have more than 5 entries at this provider'],
  [
    { metadata: [{ key: 'k'.repeat(21), value: 'v' }] },
    ['metadata', '0', 'key'],
    'must not be longer than 20 characters',
  ],
  [
    { metadata: [{ key: 'k', value: 'v'.repeat(101) }] },
    ['metadata', '0', 'value'],
    'must not be longer than 100 characters',
  ],
  [{ metadata: [{ key: 'k', value: '' }] }, ['metadata', '0', 'value'], 'must not be empty at this provider'],
];

describe('an input that Lago would not take', () => {
  it.each(refused)('%j is refused before anything is sent', async (fields, path, message) => {
    const { lago, sent } = createLago(() => undefined);
    const { create, ensure, update } = lago.customerWrites;
    const customer = { externalId: 'team-7', ...fields };
    for (const write of [
      create(customer, createCall()),
      ensure(customer, createCall()),
      update({ key: 'team-7' }, fields, createCall()),
    ]) {
      expect(await failureOf(write)).toEqual(invalid(path, message));
    }
    expect(sent).toEqual([]);
  });

  it('is told with everything that is wrong with it', async () => {
    const { lago, sent } = createLago(() => undefined);
    const customer = { externalId: '..', email: 'ada', address: { country: '?' } };
    expect(await failureOf(lago.customerWrites.create(customer, createCall()))).toEqual({
      kind: 'invalid',
      issues: [
        { path: ['externalId'], message: 'must not be "." or ".."' },
        { path: ['email'], message: addresses },
        { path: ['address', 'country'], message: country },
      ],
    });
    expect(sent).toEqual([]);
  });

  it('is an external id that is to go', async () => {
    const { lago, sent } = createLago(() => undefined);
    const write = lago.customerWrites.update({ key: 'team-7' }, { externalId: null }, createCall());
    expect(await failureOf(write)).toEqual(invalid(['externalId'], 'cannot be cleared'));
    expect(sent).toEqual([]);
  });
});
