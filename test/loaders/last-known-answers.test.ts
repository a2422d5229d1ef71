import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Customer } from '../../src/billing/customer.ts';
import type { CustomerReference } from '../../src/billing/customer-write.ts';
import { entitlementOf, createFakeProvider, customerOf } from '../support/fake-provider.ts';
import type { AnswerAges } from '../../src/loaders/aged-memory.ts';
import { startOfList, type Stretch } from '../../src/loaders/list-position.ts';
import {
  createLastKnownAnswers,
  type KnownAnswers,
  type LastKnownAnswers,
} from '../../src/loaders/last-known-answers.ts';

const lago = createFakeProvider({ name: 'lago' });
const polar = createFakeProvider({ name: 'polar' });
const ada = customerOf({ provider: 'polar', key: 'p-1', externalId: 'ada' });
const adasKey = { provider: polar, key: 'p-1' };
const adasExternalId = { provider: polar, key: 'ada' };
const entitlements = [entitlementOf({ feature: 'exports' })];
const start = new Date('2026-05-01T00:00:00Z').getTime();

/** Last known answers with a clock of their own. */
function create(ages: Partial<AnswerAges> = {}, maxBytes?: number) {
  let milliseconds = start;
  const now = () => new Date(milliseconds);
  const all = createLastKnownAnswers({
    staleIfErrorSeconds: 300,
    freshSeconds: 0,
    ...ages,
    ...(maxBytes !== undefined && { maxBytes }),
  });
  return {
    open: (audience = 'all') => all.open(audience, now),
    write: (customers: readonly CustomerReference[], account = 'polar') => all.forget({ account, customers }),
    pass(seconds: number) {
      milliseconds += seconds * 1000;
    },
  };
}

function keepAda(known: KnownAnswers): void {
  known.customerByExternalId().remember(adasExternalId, ada);
  known.about('entitlements', '').remember(adasKey, entitlements);
}

/** What is known of Ada by each way to her. */
function recallAda(known: KnownAnswers) {
  return {
    byKey: known.customer().lastKnown(adasKey)?.value,
    byExternalId: known.customerByExternalId().lastKnown(adasExternalId)?.value,
    entitlements: known.about('entitlements', '').lastKnown(adasKey)?.value,
  };
}

const whole = { byKey: ada, byExternalId: ada, entitlements };
const nothing = { byKey: undefined, byExternalId: undefined, entitlements: undefined };

describe('what was answered', () => {
  it('is known even where it came before its customer', () => {
    const { open } = create();
    const known = open();
    known.about('entitlements', '').remember(adasKey, entitlements);
    expect(recallAda(open())).toEqual(nothing);
    known.customer().remember(adasKey, ada);
    expect(recallAda(open())).toEqual(whole);
  });

  it('is not known of a customer who turned out not to exist', () => {
    const { open } = create();
    const known = open();
    known.about('entitlements', '').remember(adasKey, entitlements);
    known.customer().remember(adasKey, null);
    open().customer().remember(adasKey, ada);
    expect(recallAda(open())).toEqual({ ...whole, entitlements: undefined });
  });

  it('is not known where it came before its customer, and a write before both were there', () => {
    const { open, write } = create();
    const known = open();
    known.about('entitlements', '').remember(adasKey, entitlements);
    write([{ key: 'p-1' }]);
    known.customer().remember(adasKey, ada);
    open().customer().remember(adasKey, ada);
    expect(recallAda(open())).toEqual({ ...whole, entitlements: undefined });
  });

  it('is given to nobody of whom it is not known yet who has the key', () => {
    const { open } = create();
    keepAda(open());
    const known = open();
    const recall = () => known.about('entitlements', '').lastKnown(adasKey)?.value;
    expect(recall()).toBeUndefined();
    known.customer().remember(adasKey, ada);
    expect(recall()).toEqual(entitlements);
  });

  it('is not given to another who has the same key later', () => {
    const { open } = create();
    keepAda(open());
    const known = open();
    known.customer().remember(adasKey, { ...ada, providerCustomerId: 'another' });
    expect(known.about('entitlements', '').lastKnown(adasKey)).toBeNull();
  });

  it('is known by key and by external id, with when it came, to requests after it', () => {
    const { open, pass } = create();
    keepAda(open());
    pass(60);
    const known = open();
    expect(recallAda(known)).toEqual(whole);
    expect(known.customer().lastKnown(adasKey)?.asOf).toEqual(new Date(start));
  });

  it('counts as long as it may, and not longer', () => {
    const { open, pass } = create({ staleIfErrorSeconds: 10 });
    keepAda(open());
    pass(9.999);
    expect(recallAda(open())).toEqual(whole);
    pass(0.001);
    expect(recallAda(open())).toEqual(nothing);
  });

  it('does not become young when the clock is set back', () => {
    const { open, pass } = create({ staleIfErrorSeconds: 10 });
    keepAda(open());
    pass(-3600);
    expect(recallAda(open())).toEqual(nothing);
  });

  it('is never given to another audience, nor for another account or other parameters', () => {
    const { open } = create();
    const known = open('own:ada');
    keepAda(known);
    known.about('coupons', '{"includeInactive":true}').remember(adasKey, []);
    for (const audience of ['all', 'own:grace']) {
      expect(recallAda(open(audience))).toEqual(nothing);
      const others = open(audience);
      others.customer().remember(adasKey, ada);
      expect(recallAda(others)).toEqual({ ...whole, entitlements: undefined });
    }
    expect(recallAda(open('own:ada'))).toEqual(whole);
    expect(known.customer().lastKnown({ provider: lago, key: 'p-1' })).toBeNull();
    expect(known.about('coupons', '{"includeInactive":false}').lastKnown(adasKey)).toBeNull();
    expect(known.about('coupons', '{"includeInactive":true}').lastKnown(adasKey)?.value).toEqual([]);
  });

  it('is replaced by what comes later', () => {
    const { open } = create();
    keepAda(open());
    const renamed = { ...ada, name: 'Ada' };
    open().customer().remember(adasKey, renamed);
    const known = open();
    known.about('entitlements', '').remember(adasKey, []);
    known.customer().lastKnown(adasKey);
    expect(recallAda(open())).toEqual({ byKey: renamed, byExternalId: renamed, entitlements: [] });
  });

  it('is not known any more by an external id that the customer has no longer', () => {
    const { open } = create();
    keepAda(open());
    const moved = { ...ada, externalId: 'lovelace' };
    open().customer().remember(adasKey, moved);
    expect(recallAda(open())).toEqual({ byKey: moved, byExternalId: undefined, entitlements });
    expect(open().customerByExternalId().lastKnown({ provider: polar, key: 'lovelace' })?.value).toBe(moved);
  });

  it('is not kept of a customer who is not known itself: nobody could tell whether a write is about it', () => {
    const { open } = create();
    open().about('entitlements', '').remember(adasKey, entitlements);
    expect(recallAda(open())).toEqual(nothing);
    open().customer().remember(adasKey, null);
    open().about('entitlements', '').remember(adasKey, entitlements);
    expect(recallAda(open())).toEqual({ ...nothing, byKey: null });
  });

  it('stands in for asking only where fresh answers are wanted, and while it is fresh', () => {
    const { open, pass } = create({ freshSeconds: 2 });
    keepAda(open());
    pass(1.999);
    expect(open().customer().fresh(adasKey)?.value).toBe(ada);
    pass(0.001);
    expect(open().customer().fresh(adasKey)).toBeNull();
    expect(open().customer().lastKnown(adasKey)?.value).toBe(ada);
    const other = create();
    keepAda(other.open());
    expect(other.open().customer().fresh(adasKey)).toBeNull();
  });

  it('is not kept where neither is wanted', () => {
    const { open } = create({ staleIfErrorSeconds: 0 });
    keepAda(open());
    expect(recallAda(open())).toEqual(nothing);
  });
});

describe('that there is no such customer', () => {
  it.each(['customer', 'customerByExternalId'] as const)('counts for five seconds at most: %s', (way) => {
    const { open, pass } = create({ freshSeconds: 60 });
    open()[way]().remember(adasKey, null);
    pass(4.999);
    expect(open()[way]().lastKnown(adasKey)).toMatchObject({ value: null });
    expect(open()[way]().fresh(adasKey)).toMatchObject({ value: null });
    pass(0.001);
    expect(open()[way]().lastKnown(adasKey)).toBeNull();
    expect(open()[way]().fresh(adasKey)).toBeNull();
  });

  it.each([
    ['key', (known: KnownAnswers) => known.customer().remember(adasKey, null)],
    ['external id', (known: KnownAnswers) => known.customerByExternalId().remember(adasExternalId, null)],
  ])('takes the place of all that was known of it, by %s', (_way, remember) => {
    const { open, pass } = create();
    keepAda(open());
    remember(open());
    pass(5);
    expect(recallAda(open())).toEqual(nothing);
  });

  it('is forgotten when the customer turns up', () => {
    const { open } = create();
    open().customerByExternalId().remember(adasExternalId, null);
    open().customer().remember(adasKey, null);
    keepAda(open());
    expect(recallAda(open())).toEqual(whole);
  });
});

describe('a write', () => {
  it.each([
    ['key', { key: 'p-1' }],
    ['external id', { externalId: 'ada' }],
  ])('to a customer drops all that any audience knows of it, by %s', (_way, reference) => {
    const { open, write } = create();
    keepAda(open());
    keepAda(open('own:ada'));
    write([reference]);
    expect(recallAda(open())).toEqual(nothing);
    expect(recallAda(open('own:ada'))).toEqual(nothing);
  });

  it('to others drops nothing', () => {
    const { open, write } = create();
    keepAda(open());
    write([{ key: 'p-2' }, { externalId: 'grace' }]);
    write([{ key: 'p-1' }], 'lago');
    expect(recallAda(open())).toEqual(whole);
  });

  it('drops that there was no customer with the external id, or with it for a key', () => {
    const { open, write } = create();
    open().customerByExternalId().remember(adasExternalId, null);
    open().customer().remember({ provider: polar, key: 'ada' }, null);
    write([{ externalId: 'ada' }]);
    expect(open().customerByExternalId().lastKnown(adasExternalId)).toBeNull();
    expect(open().customer().lastKnown({ provider: polar, key: 'ada' })).toBeNull();
  });

  it('keeps out what is read for a request that began before it', () => {
    const { open, write } = create();
    const before = open();
    write([{ key: 'p-1' }]);
    keepAda(before);
    before.stretch().remember(firstPage, stretch);
    expect(recallAda(open())).toEqual(nothing);
    expect(open().stretch().lastKnown(firstPage)).toBeNull();
    keepAda(open());
    expect(recallAda(open())).toEqual(whole);
  });

  it('to others keeps out nothing but lists, however it overlaps', () => {
    const { open, write } = create();
    const before = open();
    write([{ key: 'p-2' }, { externalId: 'grace' }]);
    keepAda(before);
    before.stretch().remember(firstPage, stretch);
    expect(recallAda(open())).toEqual(whole);
    expect(open().stretch().lastKnown(firstPage)).toBeNull();
  });

  it('by any name keeps out what began before it by the other', () => {
    const { open, write } = create();
    keepAda(open());
    for (const reference of [{ key: 'p-1' }, { externalId: 'ada' }]) {
      const before = open();
      write([reference]);
      keepAda(before);
      expect(recallAda(open())).toEqual(nothing);
      keepAda(open());
    }
  });

  it('whose name is no longer remembered keeps out all that began before it', () => {
    const { open, write } = create();
    const before = open();
    write([{ key: 'p-1' }]);
    for (let other = 0; other < 10_000; other += 1) write([{ key: `other-${other}` }]);
    keepAda(before);
    expect(recallAda(open())).toEqual(nothing);
  });

  it('drops the lists of its account and of no other', () => {
    const { open, write } = create();
    const ofLago = { ...firstPage, account: 'lago' };
    open().stretch().remember(firstPage, stretch);
    open()
      .stretch()
      .remember(ofLago, { ...stretch, customers: [] });
    write([{ externalId: 'grace' }]);
    expect(open().stretch().lastKnown(firstPage)).toBeNull();
    expect(open().stretch().lastKnown(ofLago)).not.toBeNull();
    expect(recallAda(open()).byKey).toBe(ada);
  });
});

describe('a key that passes to another customer', () => {
  const alice = customerOf({ provider: 'lago', key: 'x1', externalId: 'x1', providerCustomerId: 'alice' });
  const bob = { ...alice, providerCustomerId: 'bob' };
  const key = { provider: lago, key: 'x1' };
  /** What is known of the entitlements of whoever has the key, as far as that is known. */
  function lastOf(known: KnownAnswers) {
    known.customer().lastKnown(key);
    return known.about('entitlements', '').lastKnown(key);
  }

  function keepAlice(known: KnownAnswers): void {
    known.customer().remember(key, alice);
    known.about('entitlements', '').remember(key, entitlements);
  }

  it('takes along nothing that was known of the first one', () => {
    const { open } = create();
    for (const audience of ['all', 'own:x1']) keepAlice(open(audience));
    open().customer().remember(key, bob);
    expect(lastOf(open())).toBeNull();
    expect(lastOf(open('own:x1'))).toBeNull();
  });

  it('does so also where the second one is not kept, since it may be as before a write', () => {
    const { open, write } = create();
    const before = open();
    write([{ key: 'x1' }]);
    keepAlice(open());
    before.customer().remember(key, bob);
    expect(lastOf(open())).toBeNull();
  });

  it('is given nothing by a request that saw the first one, and the other way round', () => {
    const { open } = create();
    const late = open();
    late.customer().remember(key, alice);
    open().customer().remember(key, bob);
    late.about('entitlements', '').remember(key, entitlements);
    expect(lastOf(open())).toBeNull();
    const next = open();
    next.customer().lastKnown(key);
    next.about('entitlements', '').remember(key, entitlements);
    expect(late.about('entitlements', '').lastKnown(key)).toBeNull();
    expect(lastOf(open())).not.toBeNull();
  });
});

const firstPage = { account: 'polar', list: 'everybody', position: startOfList, limit: 20 };
const order = { field: 'CREATED_AT', direction: 'DESC' } as const;
const stretch: Stretch = { offset: 0, customers: [ada], total: 1, order };

describe('a list', () => {
  it('is known by what it is of, where it begins and how long it is, to its audience', () => {
    const { open, pass } = create({ staleIfErrorSeconds: 10 });
    open().stretch().remember(firstPage, stretch);
    expect(
      open()
        .stretch()
        .lastKnown({ ...firstPage })?.value,
    ).toBe(stretch);
    for (const other of [
      { ...firstPage, account: 'lago' },
      { ...firstPage, list: 'somebody' },
      { ...firstPage, limit: 21 },
      { ...firstPage, position: { ...startOfList, offset: 1 } },
    ]) {
      expect(open().stretch().lastKnown(other)).toBeNull();
    }
    expect(open('own:ada').stretch().lastKnown(firstPage)).toBeNull();
    pass(10);
    expect(open().stretch().lastKnown(firstPage)).toBeNull();
  });

  it('makes its customers known', () => {
    const { open } = create();
    open().stretch().remember(firstPage, stretch);
    expect(recallAda(open())).toMatchObject({ byKey: ada, byExternalId: ada });
  });
});

describe('memory', () => {
  const customers = Array.from({ length: 200 }, (_row, index) =>
    customerOf({
      provider: 'polar',
      key: `p-${index}`,
      externalId: `e-${index}`,
      raw: { note: 'x'.repeat(500) },
    }),
  );
  const isKnown = (known: KnownAnswers, { key }: Customer) =>
    known.customer().lastKnown({ provider: polar, key }) !== null;

  it('is bounded: who was asked about last is known', () => {
    const { open } = create({}, 200_000);
    for (const customer of customers) {
      open().customer().remember({ provider: polar, key: customer.key }, customer);
      // Asked about all the time.
      open().customer().lastKnown({ provider: polar, key: 'p-0' });
    }
    const known = customers.filter((customer) => isKnown(open(), customer));
    expect(known.length).toBeGreaterThan(30);
    expect(known.length).toBeLessThan(120);
    expect(known).toEqual([customers[0], ...customers.slice(1 - known.length)]);
  });

  it('never lets go of an external id before its customer, so that a write by it finds all there is', () => {
    const { open, write } = create({}, 200_000);
    for (const customer of customers) {
      open().customer().remember({ provider: polar, key: customer.key }, customer);
      open().customer().lastKnown({ provider: polar, key: 'p-7' });
      open()
        .about('entitlements', '')
        .remember({ provider: polar, key: `p-${Number(customer.key.slice(2)) - 3}` }, entitlements);
    }
    for (const { externalId } of customers) if (externalId !== null) write([{ externalId }]);
    expect(customers.filter((customer) => isKnown(open(), customer))).toEqual([]);
  });

  it('keeps a bounded number of answers about one customer, the last ones', () => {
    const { open } = create();
    keepAda(open());
    const known = open();
    known.customer().lastKnown(adasKey);
    for (let index = 0; index < 500; index += 1)
      known.about('coupons', `{"${index}":0}`).remember(adasKey, []);
    expect(known.about('coupons', '{"499":0}').lastKnown(adasKey)).not.toBeNull();
    expect(known.about('coupons', '{"400":0}').lastKnown(adasKey)).toBeNull();
  });

  it('lets what keeps the customer in go last', () => {
    const { open } = create();
    keepAda(open());
    for (let index = 0; index < 60; index += 1)
      open().about('coupons', `{"n":${index}}`).remember(adasKey, []);
    expect(recallAda(open())).toEqual(whole);
  });

  it('is not given up for one huge answer, which is not kept', () => {
    const { open } = create({}, 200_000);
    keepAda(open());
    const huge = customerOf({ provider: 'polar', key: 'p-9', raw: { note: 'x'.repeat(400_000) } });
    open().customer().remember({ provider: polar, key: 'p-9' }, huge);
    open()
      .stretch()
      .remember(firstPage, { ...stretch, customers: [huge] });
    expect(isKnown(open(), huge)).toBe(false);
    expect(open().stretch().lastKnown(firstPage)).toBeNull();
    expect(recallAda(open())).toEqual(whole);
  });
});

/** What may happen; every answer has a number, by which it is known again. */
type Event =
  | { readonly is: 'opened'; readonly audience: string }
  | { readonly is: 'read'; readonly request: number; readonly key: string; readonly what: What }
  | { readonly is: 'written'; readonly reference: CustomerReference; readonly account: string }
  | { readonly is: 'passed'; readonly seconds: number }
  | { readonly is: 'recalled'; readonly audience: string; readonly key: string; readonly what: What };

type What = 'byKey' | 'byExternalId' | 'entitlements' | 'list';

const audiences = ['all', 'own:A', 'own:B'] as const;
const keys = ['a', 'b', 'c'] as const;
const whats = ['byKey', 'byExternalId', 'entitlements', 'list'] as const;
const audience = fc.constantFrom(...audiences);
const key = fc.constantFrom(...keys);
const what = fc.constantFrom<What>(...whats);
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ is: fc.constant('opened' as const), audience }),
  { weight: 4, arbitrary: fc.record({ is: fc.constant('read' as const), request: fc.nat(5), key, what }) },
  fc.record({
    is: fc.constant('written' as const),
    reference: fc.oneof(
      key.map((written) => ({ key: written })),
      key.map((written) => ({ externalId: written.toUpperCase() })),
    ),
    account: fc.constantFrom('polar', 'lago'),
  }),
  fc.record({ is: fc.constant('passed' as const), seconds: fc.nat(8) }),
  { weight: 4, arbitrary: fc.record({ is: fc.constant('recalled' as const), audience, key, what }) },
);

interface Told {
  readonly audience: string;
  readonly key: string;
  readonly what: What;
  /** Events before its request was opened, and its time. */
  readonly opened: number;
  readonly seconds: number;
}

const longestSeconds = 20;

/** Lets the events happen; gives what was recalled wrongly, and how often something was. */
function play(all: LastKnownAnswers, events: readonly Event[]) {
  let seconds = 0;
  const now = () => new Date(start + seconds * 1000);
  const requests = [{ audience: 'all', opened: -1, known: all.open('all', now) }];
  const told: Told[] = [];
  const writes: { readonly index: number; readonly key: string; readonly account: string }[] = [];
  const wrong: unknown[] = [];
  let recalled = 0;
  for (const [index, happened] of events.entries()) {
    switch (happened.is) {
      case 'opened':
        requests.push({ ...happened, opened: index, known: all.open(happened.audience, now) });
        break;
      case 'passed':
        seconds += happened.seconds;
        break;
      case 'written': {
        const { reference, account } = happened;
        const written = 'key' in reference ? reference.key : reference.externalId.toLowerCase();
        writes.push({ index, key: written, account });
        all.forget({ account, customers: [reference] });
        break;
      }
      case 'read': {
        const request = requests.at(-1 - (happened.request % requests.length)) ?? expect.fail('no request');
        told.push({ ...happened, audience: request.audience, opened: request.opened, seconds });
        keep(request.known, happened, told.length - 1);
        break;
      }
      case 'recalled': {
        const number = recall(all.open(happened.audience, now), happened);
        if (number === null) break;
        recalled += 1;
        const answer = told[number];
        const isList = happened.what === 'list';
        const isRight =
          answer !== undefined &&
          answer.audience === happened.audience &&
          (answer.key === happened.key || isList) &&
          seconds - answer.seconds < longestSeconds &&
          !writes.some(
            (write) =>
              write.index > answer.opened &&
              write.account === 'polar' &&
              (isList || write.key === happened.key),
          );
        if (!isRight) wrong.push({ happened, answer });
      }
    }
  }
  return { wrong, recalled };
}

const numbered = (name: string, number: number) =>
  customerOf({ provider: 'polar', key: name, externalId: name.toUpperCase(), name: String(number) });

function keep(known: KnownAnswers, asked: { readonly key: string; readonly what: What }, number: number) {
  const of = { provider: polar, key: asked.key };
  const customer = numbered(asked.key, number);
  switch (asked.what) {
    case 'byKey':
      return known.customer().remember(of, customer);
    case 'byExternalId':
      return known.customerByExternalId().remember({ ...of, key: asked.key.toUpperCase() }, customer);
    case 'entitlements':
      return known.about('entitlements', '').remember(of, [entitlementOf({ feature: String(number) })]);
    case 'list':
      return known.stretch().remember(firstPage, { ...stretch, customers: [customer] });
  }
}

function recall(known: KnownAnswers, asked: { readonly key: string; readonly what: What }): number | null {
  const of = { provider: polar, key: asked.key };
  const text = (() => {
    switch (asked.what) {
      case 'byKey':
        return known.customer().lastKnown(of)?.value?.name;
      case 'byExternalId':
        return known.customerByExternalId().lastKnown({ ...of, key: asked.key.toUpperCase() })?.value?.name;
      case 'entitlements':
        return known.about('entitlements', '').lastKnown(of)?.value?.[0]?.feature;
      case 'list':
        return known.stretch().lastKnown(firstPage)?.value.customers[0]?.name;
    }
  })();
  return text == null ? null : Number(text);
}

it('never gives an answer of another audience, one that is too old, or one from before a write', () => {
  let recalled = 0;
  fc.assert(
    fc.property(
      fc.array(event, { minLength: 10, maxLength: 80, size: 'max' }),
      fc.constantFrom(12_000, 30_000, 2 ** 26),
      (events, maxBytes) => {
        const all = createLastKnownAnswers({
          staleIfErrorSeconds: longestSeconds,
          freshSeconds: 0,
          maxBytes,
        });
        const played = play(all, events);
        expect(played.wrong).toEqual([]);
        recalled += played.recalled;
      },
    ),
    { numRuns: 500 },
  );
  expect(recalled).toBeGreaterThan(500);
});
