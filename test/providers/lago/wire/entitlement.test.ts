import { describe, expect, it } from 'vitest';
import { parseExactJson } from '../../../../src/http/exact-json.ts';
import { entitlementsSchema, toEntitlements } from '../../../../src/providers/lago/wire/entitlement.ts';

/** What the subscriptions s1, s2, … on the plans p1, p2, … entitle to together; each as the JSON text of its features. */
function merge(...subscriptions: readonly string[]) {
  return toEntitlements(
    subscriptions.map((features, index) => ({
      subscriptionId: `s${index + 1}`,
      plan: `p${index + 1}`,
      features: entitlementsSchema.parse(parseExactJson(`{"entitlements":${features}}`)),
    })),
  );
}

const seats = (value: string) =>
  `[{"code":"seats","name":"Seats","privileges":[{"code":"max","value":${value}}],"overrides":{}}]`;

describe('toEntitlements', () => {
  it.each([
    ['5', '12', '12'],
    ['12', '5', '12'],
    ['0', '-1', '0'],
    ['9007199254740993', '9007199254740992', '9007199254740993'],
    ['false', 'true', 'true'],
    ['true', 'false', 'true'],
    ['false', 'false', 'false'],
    ['"okta"', '"ad"', 'okta'],
    ['""', '"ad"', ''],
    ['"12"', '40', '12'],
    ['true', '3', 'true'],
  ])('of %s and %s takes %s', (one, other, value) => {
    expect(merge(seats(one), seats(other))).toMatchObject([{ values: [{ key: 'max', value }] }]);
  });

  it('names every subscription that a feature comes with', () => {
    expect(merge(seats('1'), '[]', seats('2'))).toMatchObject([
      {
        feature: 'seats',
        sources: [
          { kind: 'subscription', id: 's1', name: 'p1', subscriptionId: 's1' },
          { kind: 'subscription', id: 's3', name: 'p3', subscriptionId: 's3' },
        ],
      },
    ]);
  });

  it('puts together the privileges and the name that only one of the subscriptions has', () => {
    const bare = '[{"code":"seats","name":null,"privileges":[],"overrides":{}}]';
    expect(merge(bare, seats('3'))).toMatchObject([
      { name: 'Seats', kind: 'CONFIG', values: [{ key: 'max', value: '3' }] },
    ]);
    expect(merge(bare, bare)).toMatchObject([{ name: null, kind: 'BOOLEAN', values: [], enabled: true }]);
  });

  it('keeps features apart by their code', () => {
    const features = '[{"code":"a","name":"X","privileges":[]},{"code":"A","name":"X","privileges":[]}]';
    expect(merge(features).map(({ feature }) => feature)).toEqual(['a', 'A']);
  });
});
