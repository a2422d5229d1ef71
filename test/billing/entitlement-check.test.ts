import { describe, expect, it } from 'vitest';
import { parseDecimal } from '../../src/billing/decimal.ts';
import type { Entitlement } from '../../src/billing/entitlement.ts';
import { checkEntitlement, mergeChecks, unknownCheck } from '../../src/billing/entitlement-check.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';
import type { Usage } from '../../src/billing/usage.ts';
import { entitlementOf, usageOf } from '../support/fake-provider.ts';

const feature = 'api_calls';
const decimalOf = (text: string) => parseDecimal(text) ?? expect.fail(`${text} is not a decimal`);
const down = new ProviderError({ provider: 'lago', failure: 'unavailable' });

const metered = (limit: string | null, known: Partial<Entitlement> = {}) =>
  entitlementOf({
    feature,
    kind: 'METERED',
    limit: limit === null ? null : decimalOf(limit),
    unlimited: limit === null,
    meteredBy: feature,
    ...known,
  });

interface Case {
  readonly entitlements?: readonly Entitlement[] | null | ProviderError;
  readonly usage?: Usage | null | ProviderError;
  readonly wantsUsage?: boolean;
}

async function check({ entitlements = [], usage = null, wantsUsage = false }: Case) {
  let usageReads = 0;
  const result = await checkEntitlement({
    feature,
    wantsUsage,
    entitlements: async () => orThrow(entitlements),
    usage: async () => {
      usageReads += 1;
      return orThrow(usage);
    },
  });
  const { access, reason, limit, used, remaining } = result;
  return [
    access,
    reason,
    limit?.toFixed() ?? null,
    used?.toFixed() ?? null,
    remaining?.toFixed() ?? null,
    usageReads,
  ];
}

function orThrow<Value>(value: Value | ProviderError): Value {
  if (value instanceof ProviderError) throw value;
  return value;
}

describe('an entitlement check', () => {
  it.each<[string, Case, readonly unknown[]]>([
    [
      'is unknown when the entitlements cannot be asked',
      { entitlements: down },
      ['UNKNOWN', 'PROVIDER_UNAVAILABLE', null, null, null, 0],
    ],
    [
      'is denied when the customer is gone',
      { entitlements: null },
      ['DENIED', 'CUSTOMER_NOT_FOUND', null, null, null, 0],
    ],
    [
      'is denied without the entitlement',
      { entitlements: [entitlementOf({ feature: 'other' })] },
      ['DENIED', 'NO_ENTITLEMENT', null, null, null, 0],
    ],
    [
      'is denied when it is switched off',
      { entitlements: [entitlementOf({ feature, enabled: false })] },
      ['DENIED', 'DISABLED', null, null, null, 0],
    ],
    [
      'is allowed for a plain feature',
      { entitlements: [entitlementOf({ feature })] },
      ['ALLOWED', 'GRANTED', null, null, null, 0],
    ],
    [
      'is allowed without a limit, and asks no usage',
      { entitlements: [metered(null)] },
      ['ALLOWED', 'GRANTED', null, null, null, 0],
    ],
    [
      'shows usage without a limit when that is wanted',
      { entitlements: [metered(null)], usage: usageOf(feature, decimalOf('7')), wantsUsage: true },
      ['ALLOWED', 'GRANTED', null, '7', null, 1],
    ],
    [
      'is allowed below the limit',
      { entitlements: [metered('10')], usage: usageOf(feature, decimalOf('9.99')) },
      ['ALLOWED', 'GRANTED', '10', '9.99', '0.01', 1],
    ],
    [
      'is denied at the limit',
      { entitlements: [metered('10')], usage: usageOf(feature, decimalOf('10')) },
      ['DENIED', 'LIMIT_REACHED', '10', '10', '0', 1],
    ],
    [
      'is denied past the limit',
      { entitlements: [metered('10')], usage: usageOf(feature, decimalOf('12')) },
      ['DENIED', 'LIMIT_REACHED', '10', '12', '-2', 1],
    ],
    [
      'is allowed past a soft limit, and asks no usage',
      { entitlements: [metered('10', { softLimit: true })] },
      ['ALLOWED', 'GRANTED', '10', null, null, 0],
    ],
    [
      'is denied at a limit of zero, and asks no usage',
      { entitlements: [metered('0')] },
      ['DENIED', 'LIMIT_REACHED', '0', null, null, 0],
    ],
    [
      'counts what was never used as zero',
      { entitlements: [metered('10')], usage: usageOf('other', decimalOf('10')) },
      ['ALLOWED', 'GRANTED', '10', '0', '10', 1],
    ],
    [
      'is unknown when a needed usage cannot be asked',
      { entitlements: [metered('10')], usage: down },
      ['UNKNOWN', 'PROVIDER_UNAVAILABLE', '10', null, null, 1],
    ],
    [
      'stays allowed when usage is only wanted and cannot be asked',
      { entitlements: [metered(null)], usage: down, wantsUsage: true },
      ['ALLOWED', 'GRANTED', null, null, null, 1],
    ],
    [
      'stays denied at zero when usage is only wanted and cannot be asked',
      { entitlements: [metered('0')], usage: down, wantsUsage: true },
      ['DENIED', 'LIMIT_REACHED', '0', null, null, 1],
    ],
  ])('%s', async (_name, given, expected) => {
    expect(await check(given)).toEqual(expected);
  });

  it('counts credits of a meter against all that was credited to it', async () => {
    const usage = usageOf('meter', decimalOf('150'));
    const credited = { ...usage, items: usage.items.map((item) => ({ ...item, limit: decimalOf('200') })) };
    const credit = metered('100', { kind: 'CREDIT', meteredBy: 'meter' });
    expect(await check({ entitlements: [credit], usage: credited })).toEqual([
      'ALLOWED',
      'GRANTED',
      '200',
      '150',
      '50',
      1,
    ]);
  });

  it('does not turn a mistake of ours into an answer', async () => {
    const mistake = checkEntitlement({
      feature,
      wantsUsage: false,
      entitlements: () => Promise.reject(new TypeError('bug')),
      usage: async () => null,
    });
    await expect(mistake).rejects.toThrow(TypeError);
  });
});

describe('a check over several providers', () => {
  const denied = { ...unknownCheck(feature), access: 'DENIED', reason: 'NO_ENTITLEMENT' } as const;
  const exhausted = { ...denied, reason: 'LIMIT_REACHED' } as const;
  const allowed = { ...denied, access: 'ALLOWED', reason: 'GRANTED' } as const;

  it.each([
    ['allows if any allows', [denied, unknownCheck(feature), allowed], 'GRANTED'],
    ['is unknown rather than denied', [denied, exhausted, unknownCheck(feature)], 'PROVIDER_UNAVAILABLE'],
    ['tells the nearest miss', [denied, exhausted], 'LIMIT_REACHED'],
    ['knows no customer without checks', [], 'CUSTOMER_NOT_FOUND'],
  ])('%s', (_name, checks, reason) => {
    expect(mergeChecks(feature, checks).reason).toBe(reason);
  });
});
