import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type CustomerGraph,
  type MutationName,
  openCustomerGraph,
  pathsOf,
} from '../../support/open-customer-graph.ts';
import { type ProviderName, providerNames } from '../../support/sample-customers.ts';

let graph: CustomerGraph;

beforeAll(async () => {
  graph = await openCustomerGraph();
});
beforeEach(() => void graph.takeCalls());
afterAll(() => graph.close());

/** Opens a session for the customer with this external id. */
function open(mutation: MutationName, provider: ProviderName, externalId: string, more: object = {}) {
  return graph.mutate(mutation, { customer: { external: { provider, externalId } }, ...more });
}

const portal = (provider: ProviderName, externalId: string, more?: object) =>
  open('createPortalSession', provider, externalId, more);
const checkout = (provider: ProviderName, externalId: string, more?: object) =>
  open('createCheckoutSession', provider, externalId, more);

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

describe('a portal session', () => {
  it.each([
    ['flexprice', /^https:\/\/portal\.flexprice\.example\//, time],
    ['lago', /^https:\/\/app\.lago\.example\/customer-portal\//, time],
    ['polar', /^https:\/\/polar\.example\/northwind\/portal\?/, time],
  ] as const)('at %s is a link of its own at every call', async (provider, url, expiresAt) => {
    const id = (await graph.find(provider, 'acct-1'))?.id;
    const sessions = [
      await portal(provider, 'acct-1'),
      await graph.mutate('createPortalSession', { customer: { id } }),
    ];
    for (const session of sessions) {
      expect(session).toEqual({
        __typename: 'CreatePortalSessionPayload',
        url: expect.stringMatching(url),
        expiresAt,
      });
    }
    expect(sessions[0]?.url).not.toBe(sessions[1]?.url);
  });

  it.each(providerNames)('is not to be had at %s by who does not exist', async (provider) => {
    expect(await portal(provider, 'born to nobody')).toMatchObject({ __typename: 'NotFoundError' });
  });

  it("leads back to the caller's page at polar", async () => {
    const session = await portal('polar', 'acct-1', {
      returnUrl: 'https://shop.example/account?tab=billing',
    });
    expect(session.__typename).toBe('CreatePortalSessionPayload');
  });

  it.each(['not an address', 'javascript:alert(1)', `https://shop.example/${'x'.repeat(3000)}`])(
    'does not lead at polar to %.40s',
    async (returnUrl) => {
      const result = await portal('polar', 'acct-1', { returnUrl });
      expect([result.__typename, pathsOf(result)]).toEqual(['ValidationError', ['input.returnUrl']]);
    },
  );

  it.each(['flexprice', 'lago'] as const)('has no way back at %s, and says so', async (provider) => {
    const result = await portal(provider, 'acct-1', { returnUrl: 'https://shop.example' });
    expect([result.__typename, pathsOf(result)]).toEqual(['ValidationError', ['input.returnUrl']]);
    expect(graph.takeCalls()).toEqual([]);
    const without = await portal(provider, 'acct-1', { returnUrl: null });
    expect(without.__typename).toBe('CreatePortalSessionPayload');
  });
});

describe('a checkout session', () => {
  it('at flexprice is unsupported, and flexprice is not asked', async () => {
    expect(await checkout('flexprice', 'acct-1', { products: ['prod_1'] })).toEqual({
      __typename: 'UnsupportedError',
      code: 'UNSUPPORTED_BY_PROVIDER',
      message: expect.stringMatching(/\.$/),
      provider: { name: 'flexprice' },
    });
    expect(graph.takeCalls()).toEqual([]);
  });

  it.each([
    ['acct-1', /^https:\/\/checkout\.stripe\.example\//],
    ['pays-with-gocardless', /^https:\/\/checkout\.gocardless\.example\//],
  ])('at lago is a page of the payment provider of %s', async (externalId, url) => {
    const session = await checkout('lago', externalId);
    expect(session).toMatchObject({
      __typename: 'CreateCheckoutSessionPayload',
      url: expect.stringMatching(url),
    });
  });

  it.each([
    ['no payment provider', 'acct-2'],
    ['only means of payment that cannot be kept', 'pays-with-stripe_crypto'],
  ])('at lago is refused to a customer with %s, who has to be changed first', async (_, externalId) => {
    const result = await checkout('lago', externalId);
    expect([result.__typename, pathsOf(result)]).toEqual(['ValidationError', ['input.customer']]);
    expect(result.issues?.[0]?.message).toMatch(/payment/);
    expect(result.issues?.[0]?.message).not.toMatch(/_/);
  });

  it('at lago is unsupported where the payment provider of the customer has none', async () => {
    expect(await checkout('lago', 'pays-with-cashfree')).toMatchObject({
      __typename: 'UnsupportedError',
      code: 'UNSUPPORTED_BY_PROVIDER',
    });
  });

  it('at lago tells a revoked key of the payment provider from its own', async () => {
    const result = await checkout('lago', 'pays-with-stripe_revoked');
    expect(result.__typename).toBe('ProviderError');
    expect(result.code).not.toBe('PROVIDER_UNAUTHENTICATED');
    expect(result.message).not.toMatch(/sk_live|Stripe/);
  });

  it('at lago takes neither products nor an address to go to', async () => {
    const result = await checkout('lago', 'acct-1', {
      products: ['prod_1'],
      successUrl: 'https://shop.example',
    });
    expect(result.__typename).toBe('ValidationError');
    expect(pathsOf(result)).toEqual(['input.products', 'input.successUrl']);
    expect(graph.takeCalls()).toEqual([]);
  });

  it('at polar is a page on which the customer buys one of the products', async () => {
    const products = await productsOf('acct-3');
    const id = (await graph.find('polar', 'acct-2'))?.id;
    const sessions = [
      await checkout('polar', 'acct-2', { products }),
      await checkout('polar', 'acct-2', { products, successUrl: 'https://shop.example/thanks' }),
      await graph.mutate('createCheckoutSession', { customer: { id }, products: products.slice(1) }),
    ];
    for (const session of sessions) {
      expect(session).toEqual({
        __typename: 'CreateCheckoutSessionPayload',
        url: expect.stringMatching(/^https:\/\/polar\.example\/northwind\/checkout\//),
        expiresAt: time,
      });
    }
    expect(new Set(sessions.map(({ url }) => url)).size).toBe(3);
  });

  it.each([
    ['absent', {}],
    ['null', { products: null }],
    ['none', { products: [] }],
    ['no ids', { products: ['pro'] }],
    ['unknown', { products: ['00000000-0000-4000-8000-000000000000'] }],
  ])('at polar needs products, not such as are %s', async (_, more) => {
    const result = await checkout('polar', 'acct-2', more);
    expect(result.__typename).toBe('ValidationError');
    expect(pathsOf(result)).toEqual([expect.stringMatching(/^input\.products\b/)]);
  });

  it('at polar does not offer a product twice, nor lead to what is no address', async () => {
    const [product] = await productsOf('acct-3');
    const result = await checkout('polar', 'acct-2', { products: [product, product], successUrl: 'home' });
    expect(result.__typename).toBe('ValidationError');
    expect(pathsOf(result).map((path) => path.split('.')[1])).toEqual(expect.arrayContaining(['successUrl']));
  });

  it.each(['lago', 'polar'] as const)('is not to be had at %s by who does not exist', async (provider) => {
    const more = provider === 'polar' ? { products: await productsOf('acct-3') } : {};
    expect(await checkout(provider, 'born to nobody', more)).toMatchObject({ __typename: 'NotFoundError' });
    expect(await graph.find(provider, 'born to nobody')).toBeNull();
  });
});

/** The products that a customer of polar is subscribed to. */
async function productsOf(externalId: string): Promise<readonly string[]> {
  const { data } = await graph.ask(
    `query ($externalId: String!) {
      customer: customerByExternalId(provider: "polar", externalId: $externalId) { subscriptions { plan } }
    }`,
    { externalId },
  );
  const subscription = z.object({ plan: z.string() });
  const { customer } = z
    .object({ customer: z.object({ subscriptions: z.array(subscription).min(2) }) })
    .parse(data);
  graph.takeCalls();
  return customer.subscriptions.map(({ plan }) => plan);
}
