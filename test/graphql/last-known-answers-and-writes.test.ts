import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { invalidInput } from '../../src/billing/write-refusal.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { asOf, openTroubledGraph } from '../support/open-troubled-graph.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: asOf }));
afterEach(() => void vi.useRealTimers());

const payload = '{ __typename ... on Error { code } }';
const mutations = {
  createCustomer: `createCustomer(input: { provider: "lago", externalId: "ada", name: "A" }) ${payload}`,
  ensureCustomer: `ensureCustomer(input: { provider: "lago", externalId: "ada", name: "A" }) ${payload}`,
  'updateCustomer by id': `updateCustomer(input: { customer: { id: "ID" }, name: "B" }) ${payload}`,
  'updateCustomer by external id': `updateCustomer(input: {
    customer: { external: { provider: "lago", externalId: "ada" } }, name: "B"
  }) ${payload}`,
  'updateCustomer that takes the external id': `updateCustomer(input: {
    customer: { id: "${encodeNodeId({ type: 'Customer', provider: 'lago', key: 'lago-2' })}" }, externalId: "ada"
  }) ${payload}`,
  'deleteCustomer by id': `deleteCustomer(input: { customer: { id: "ID" } }) ${payload}`,
  'deleteCustomer by external id': `deleteCustomer(input: {
    customer: { external: { provider: "lago", externalId: "ada" } }
  }) ${payload}`,
  removeCoupon: `removeCoupon(input: {
    appliedCouponId: "${encodeNodeId({ type: 'AppliedCoupon', provider: 'lago', key: 'lago-1' })}"
  }) ${payload}`,
};
const sessions = [
  `createPortalSession(input: { customer: { id: "ID" } }) ${payload}`,
  `createCheckoutSession(input: { customer: { id: "ID" } }) ${payload}`,
];
const ofAda = `{ customerByExternalId(provider: "lago", externalId: "ada") { name usage { asOf } } }`;
const ofGrace = `{ customerByExternalId(provider: "lago", externalId: "grace") { name } }`;
const list = '{ customers(provider: "lago") { totalCount } }';
const unavailable = new ProviderError({ provider: 'lago', failure: 'unavailable' });

describe('a write', () => {
  async function openKnown() {
    const opened = openTroubledGraph();
    for (const query of [ofAda, ofGrace, list]) await opened.ask(query);
    const write = (mutation: string) => opened.ask(`mutation { ${mutation.replace('ID', opened.lago.id)} }`);
    /** Whether Ada, somebody else and the list are known in an outage. */
    async function known() {
      opened.lago.weather.failure = 'unavailable';
      const answers = [];
      for (const query of [ofAda, ofGrace, list]) answers.push((await opened.ask(query)).data);
      opened.lago.weather.failure = null;
      const [ada, grace, all] = z
        .tuple([
          z.object({ customerByExternalId: z.object({}).nullable() }),
          z.object({ customerByExternalId: z.object({}).nullable() }),
          z.object({ customers: z.object({ totalCount: z.number().nullable() }) }),
        ])
        .parse(answers);
      return {
        ada: ada.customerByExternalId !== null,
        grace: grace.customerByExternalId !== null,
        list: all.customers.totalCount !== null,
      };
    }
    return { ...opened, write, known };
  }

  it.each(Object.entries(mutations))('drops its customer and the lists: %s', async (_name, mutation) => {
    const { write, known } = await openKnown();
    expect(await write(mutation)).not.toHaveProperty('errors');
    expect(await known()).toMatchObject({ ada: false, list: false });
  });

  it('drops nobody else', async () => {
    const { write, known } = await openKnown();
    await write(mutations['updateCustomer by id']);
    expect(await known()).toEqual({ ada: false, grace: true, list: false });
  });

  it.each(sessions)('that changes nothing that is read drops nothing: %s', async (mutation) => {
    const { write, known } = await openKnown();
    await write(mutation);
    expect(await known()).toEqual({ ada: true, grace: true, list: true });
  });

  it.each([
    ['outcome-unknown', false],
    ['bad-response', false],
    ['unavailable', true],
    ['timed-out', true],
    ['rate-limited', true],
    ['unauthenticated', true],
    ['rejected', true],
  ] as const)('that fails drops what it may have changed: %s leaves it known: %s', async (failure, stays) => {
    const { lago, write, known } = await openKnown();
    lago.weather.refusal = new ProviderError({ provider: 'lago', failure });
    await write(mutations['updateCustomer by external id']);
    expect(await known()).toEqual({ ada: stays, grace: true, list: stays });
  });

  it('that is refused drops nothing', async () => {
    const { lago, write, known } = await openKnown();
    lago.weather.refusal = invalidInput([{ path: ['name'], message: 'must not be empty' }]);
    await write(mutations['updateCustomer by id']);
    expect(await known()).toEqual({ ada: true, grace: true, list: true });
  });

  it('that ends late drops what was read meanwhile', async () => {
    const { lago, ask, write, known } = await openKnown();
    lago.weather.refusal = new ProviderError({ provider: 'lago', failure: 'outcome-unknown' });
    await write(mutations['updateCustomer by external id']);
    await ask(ofAda);
    expect(await known()).toMatchObject({ ada: true });
    lago.writes.at(-1)?.onWritten?.();
    expect(await known()).toMatchObject({ ada: false });
  });

  it('lets what follows it in the same request be answered by nothing from before it', async () => {
    const { lago, ask } = await openKnown();
    lago.weather.failure = 'unavailable';
    const answer =
      await ask(`mutation { updateCustomer(input: { customer: { id: "${lago.id}" }, name: "B" }) {
      ... on UpdateCustomerPayload { customer { name usage { asOf } } }
    } }`);
    expect(answer).toMatchObject({
      data: { updateCustomer: { customer: { usage: null } } },
      errors: [{ extensions: { code: 'PROVIDER_UNAVAILABLE' } }],
    });
    expect(answer).not.toHaveProperty('extensions');
  });

  it('that fails in an outage lets what follows it be answered', async () => {
    const { lago, known, write } = await openKnown();
    lago.weather.refusal = unavailable;
    await write(mutations['deleteCustomer by id']);
    expect(await known()).toEqual({ ada: true, grace: true, list: true });
  });
});

describe('where fresh answers are wanted', () => {
  it('nobody is asked while they are fresh, and they are not stale', async () => {
    const { lago, ask } = openTroubledGraph({ freshSeconds: 2 });
    const query = `{ customer(id: "${lago.id}") { name usage { asOf } entitlements { name } } customers(provider: "lago") { totalCount } }`;
    const before = await ask(query);
    lago.asked.length = 0;
    vi.setSystemTime(asOf.getTime() + 1_999);
    expect(await ask(query)).toEqual(before);
    expect(lago.asked).toEqual([]);
    vi.setSystemTime(asOf.getTime() + 2_000);
    await ask(query);
    expect(lago.asked).toEqual(expect.arrayContaining(['list', 'usage', 'entitlements']));
  });

  it('a write is seen at once', async () => {
    const { lago, ask } = openTroubledGraph({ freshSeconds: 60 });
    await ask(ofAda);
    lago.weather.name = 'B';
    expect(await ask(ofAda)).toMatchObject({ data: { customerByExternalId: { name: 'Ada' } } });
    await ask(`mutation { ${mutations['updateCustomer by id'].replace('ID', lago.id)} }`);
    expect(await ask(ofAda)).toMatchObject({ data: { customerByExternalId: { name: 'B' } } });
  });
});
