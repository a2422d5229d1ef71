import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type RecurringTopUp,
  recurringRulesSchema,
  toUpcomingGrants,
} from '../../../../src/providers/lago/wire/upcoming-grant.ts';
import { walletSchema } from '../../../../src/providers/lago/wire/wallet.ts';
import { type Fields, fixtureRecord, now, plain } from '../support.ts';

const wallet = fixtureRecord('wallets', 'wallets');
const [rule] = z.array(z.record(z.string(), z.unknown())).parse(wallet.recurring_transaction_rules);

/** The fixture's wallet with its one rule, which runs on the 12th of each month; some fields replaced. */
function topUps(ruleFields: Fields, walletFields: Fields = {}): readonly RecurringTopUp[] {
  const parsed = walletSchema.parse({ ...wallet, ...walletFields });
  return recurringRulesSchema
    .parse([{ ...rule, ...ruleFields }])
    .map((each) => ({ wallet: parsed, rule: each }));
}

function map(ruleFields: Fields, walletFields: Fields = {}) {
  return plain(toUpcomingGrants(topUps(ruleFields, walletFields), 'UTC', now));
}

const granted = { requiresPayment: false, credits: '10.5' };
const paid = { requiresPayment: true, credits: '40' };
const nextRun = '2026-03-12T00:55:00Z';

describe('toUpcomingGrants', () => {
  it.each([
    ['both kinds of credits', {}, [granted, paid]],
    ['free credits only', { paid_credits: '0.0' }, [granted]],
    ['credits to be paid only', { granted_credits: '0.0' }, [paid]],
    ['no credits', { granted_credits: '0.0', paid_credits: '0' }, []],
    [
      'a free target',
      { method: 'target', grants_target_top_up: true },
      [{ requiresPayment: false, credits: null }],
    ],
    [
      'a paid target',
      { method: 'target', grants_target_top_up: false },
      [{ requiresPayment: true, credits: null }],
    ],
    [
      'a target of unknown price',
      { method: 'target' },
      [{ requiresPayment: true, credits: null, amount: null }],
    ],
    ['a threshold', { trigger: 'threshold' }, []],
    ['a trigger not met before', { trigger: 'eclipse' }, []],
    ['a method not met before', { method: 'guess' }, []],
    ['an interval not met before', { interval: 'lunar' }, []],
    ['no interval', { interval: null }, []],
    ['a rule that was terminated', { status: 'terminated' }, []],
  ])('of a rule with %s', (_case, fields, expected) => {
    expect(map(fields)).toMatchObject(expected);
    expect(map(fields)).toHaveLength(expected.length);
  });

  it.each([
    ['the rule', { expiration_at: nextRun }, {}, 0],
    ['the rule, a second later', { expiration_at: '2026-03-12T00:55:01Z' }, {}, 2],
    ['the rule, long ago', { expiration_at: '2026-01-20T00:00:00Z' }, {}, 0],
    ['the wallet', {}, { expiration_at: nextRun }, 0],
    ['the wallet, a second later', {}, { expiration_at: '2026-03-12T00:55:01Z' }, 2],
    ['nothing', { expiration_at: null }, { expiration_at: null }, 2],
  ])('drops a run at the expiration of %s', (_case, ruleFields, walletFields, count) => {
    expect(map(ruleFields, walletFields)).toHaveLength(count);
  });

  it.each([
    [{ transaction_name: 'Refill' }, { name: 'Main', code: 'main' }, 'Refill'],
    [{ transaction_name: null }, { name: 'Main', code: 'main' }, 'Main'],
    [{ transaction_name: '' }, { name: null, code: 'main' }, 'main'],
    [{ transaction_name: null }, { name: null, code: null }, null],
  ])('names the grant of %j in %j %s', (ruleFields, walletFields, name) => {
    expect(map(ruleFields, walletFields)).toMatchObject([{ name }, { name }]);
  });

  it.each([
    ['EUR', '0.25', '2.625'],
    ['JPY', '1.0', '10.5'],
    ['KWD', '0.00001', '0.000105'],
    ['USD', '123456789012.12345', '1296296284627.296225'],
  ])('prices credits in %s at %s each', (currency, rate_amount, amount) => {
    expect(map({}, { currency, rate_amount })).toMatchObject([{ amount: { amount, currency } }, {}]);
  });

  it('counts from the start of the rule where it has one', () => {
    expect(map({ started_at: '2026-01-31T10:00:00Z' })).toMatchObject([
      { key: `${rule?.lago_id}:2026-03-31:granted`, scheduledFor: '2026-03-31T00:55:00.000Z' },
      { key: `${rule?.lago_id}:2026-03-31:paid` },
    ]);
    expect(map({ started_at: '2026-05-05T10:00:00Z', method: 'target' })).toMatchObject([
      { key: `${rule?.lago_id}:2026-05-05:target` },
    ]);
  });

  it('puts the soonest first', () => {
    const rules = [
      ...topUps({ lago_id: 'yearly', interval: 'yearly', method: 'target' }),
      ...topUps(
        { lago_id: 'weekly', interval: 'weekly', method: 'target' },
        { created_at: '2026-03-04T09:00:00Z' },
      ),
      ...topUps({ lago_id: 'monthly', method: 'target' }),
    ];
    expect(plain(toUpcomingGrants(rules, 'UTC', now))).toMatchObject([
      { key: 'weekly:2026-03-11:target' },
      { key: 'monthly:2026-03-12:target' },
    ]);
    const unbound = rules.map((each) => ({ ...each, wallet: { ...each.wallet, expiration_at: null } }));
    expect(plain(toUpcomingGrants(unbound, 'UTC', now))).toMatchObject([
      { key: 'weekly:2026-03-11:target' },
      { key: 'monthly:2026-03-12:target' },
      { key: 'yearly:2027-01-12:target' },
    ]);
  });

  it.each([{ granted_credits: null }, { paid_credits: 'forty' }, { lago_id: null }, { trigger: null }])(
    'refuses a rule with %j',
    (fields) => {
      expect(recurringRulesSchema.safeParse([{ ...rule, ...fields }]).success).toBe(false);
    },
  );
});
