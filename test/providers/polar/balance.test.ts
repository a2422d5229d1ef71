import { describe, expect, it } from 'vitest';
import {
  createCall,
  type FakeAnswer,
  fakePolar,
  fixture,
  list,
  now,
  plain,
  polarId,
  type Row,
  refusals,
  type SeenRequest,
  valueAt,
} from './support.ts';

const money = { money: true, live: false, credits: false };
const credits = { money: false, live: false, credits: true };
const [one, two, three] = [polarId(1), polarId(2), polarId(3)];
const customers = [one, two, three];

const wallet = (changes: Row = {}) => fixture('wallet', { customer_id: one, ...changes });
const minutesLater = (minutes: number) => createCall(new Date(now.getTime() + minutes * 60_000));

/** A Polar without wallets, with the given answer of the older balance route. */
function polarWithout(refusal: FakeAnswer, balance: (request: SeenRequest) => FakeAnswer) {
  return (request: SeenRequest): FakeAnswer => (request.path === '/v1/wallets/' ? refusal : balance(request));
}

const balanceAnswer = () => ({ json: { balance: 1234, currency: 'usd' } });

describe('Polar balances', () => {
  it('come from the billing wallets of many customers', async () => {
    const { provider, sent } = fakePolar(() =>
      list(
        wallet(),
        wallet({ id: 'yen', currency: 'jpy', balance: 900 }),
        wallet({ id: 'x', customer_id: two }),
      ),
    );
    const batch = await provider.balance.ofCustomers(customers, money, createCall());
    expect(plain(valueAt(batch, one))).toEqual({
      asOf: '2026-03-10T12:00:00.000Z',
      settled: [
        { amount: '-13.05', currency: 'EUR' },
        { amount: '900', currency: 'JPY' },
      ],
      live: null,
      credits: [],
      wallets: [
        {
          key: '20314253-6475-4869-9708-19a0b1c2d3e4',
          name: null,
          status: 'active',
          settled: { amount: '-13.05', currency: 'EUR' },
          live: null,
          credits: null,
          expiresAt: null,
          priority: null,
        },
        expect.objectContaining({ key: 'yen', settled: { amount: '900', currency: 'JPY' } }),
      ],
    });
    expect(valueAt(batch, three)).toMatchObject({ settled: [], wallets: [] });
    expect(sent()).toEqual([
      `GET /v1/wallets/?customer_id=${one}&customer_id=${two}&customer_id=${three}&type=billing&limit=100&page=1`,
    ]);
    expect(provider.balance.live).toBe(false);
  });

  it('tell an empty wallet from none', async () => {
    const { provider } = fakePolar(() => list(wallet({ balance: 0 })));
    const batch = await provider.balance.ofCustomers([one], money, createCall());
    expect(plain(valueAt(batch, one).settled)).toEqual([{ amount: '0', currency: 'EUR' }]);
  });

  it('tell the balances of meters, where those are wanted alone, without asking for wallets', async () => {
    const rows = [
      fixture('customer-meter', { customer_id: one }),
      fixture('customer-meter', { id: 'm', customer_id: one, meter: { name: 'Minutes' }, balance: -2.5 }),
    ];
    const { provider, requests } = fakePolar(() => list(...rows));
    const batch = await provider.balance.ofCustomers([one], credits, createCall());
    expect(plain(valueAt(batch, one))).toMatchObject({
      settled: [],
      credits: [
        { unit: 'Rendered pages', balance: '212.5' },
        { unit: 'Minutes', balance: '-2.5' },
      ],
    });
    expect(requests.map(({ path }) => path)).toEqual(['/v1/customer-meters/']);
  });

  it('share the meters with usage', async () => {
    const { provider, requests } = fakePolar(() => list(fixture('customer-meter', { customer_id: one })));
    const call = createCall();
    await Promise.all([
      provider.balance.ofCustomers([one], credits, call),
      provider.usage.ofCustomers([one], { subscriptionId: null }, call),
    ]);
    expect(requests).toHaveLength(1);
  });

  it('ask for nothing where no figure is wanted, nor for a key that cannot be a customer', async () => {
    const { provider, requests } = fakePolar(() => list());
    const nothing = { money: false, live: true, credits: false };
    const batch = await provider.balance.ofCustomers([one], nothing, createCall());
    expect(valueAt(batch, one)).toEqual({ asOf: now, settled: [], live: null, credits: [], wallets: [] });
    expect(await provider.balance.ofCustomers(['orchard-7'], money, createCall())).toEqual(new Map());
    expect(requests).toEqual([]);
  });

  it.each<Row>([{ balance: undefined }, { balance: '-1305' }, { balance: 0.5 }, { currency: null }])(
    'fail for the customer whose wallet has %j, and for no other',
    async (changes) => {
      const { provider } = fakePolar(() => list(wallet(changes), wallet({ id: 'y', customer_id: two })));
      const batch = await provider.balance.ofCustomers([one, two], money, createCall());
      expect(batch.get(one)).toMatchObject({ failure: 'bad-response' });
      expect(valueAt(batch, two).wallets).toHaveLength(1);
    },
  );
});

describe('Polar balances of an account without the wallets route', () => {
  it.each([
    ['not there', refusals.unknownRoute],
    ['closed to the token', refusals.insufficientScope],
  ])('come from the older route where that one is %s', async (_name, refusal) => {
    const { provider, sent } = fakePolar(polarWithout(refusal, balanceAnswer));
    const batch = await provider.balance.ofCustomers([one, two], money, createCall());
    expect(plain(valueAt(batch, two))).toMatchObject({
      settled: [{ amount: '12.34', currency: 'USD' }],
      live: null,
      wallets: [],
    });
    expect(sent()).toEqual([
      `GET /v1/wallets/?customer_id=${one}&customer_id=${two}&type=billing&limit=100&page=1`,
      `GET /v1/customers/${one}/balance`,
      `GET /v1/customers/${two}/balance`,
    ]);
  });

  it('are absent for a customer that does not exist, and keep a failure with its key', async () => {
    const answers = new Map<string, FakeAnswer>([
      [`/v1/customers/${one}/balance`, refusals.missing],
      [`/v1/customers/${two}/balance`, { status: 500, text: '' }],
      [`/v1/customers/${three}/balance`, balanceAnswer()],
    ]);
    const { provider } = fakePolar(
      polarWithout(refusals.unknownRoute, ({ path }) => answers.get(path) ?? refusals.unknownRoute),
    );
    const batch = await provider.balance.ofCustomers(customers, money, createCall());
    expect(batch.has(one)).toBe(false);
    expect(batch.get(two)).toMatchObject({ failure: 'unavailable' });
    expect(valueAt(batch, three).settled).toHaveLength(1);
  });

  it.each([
    ['not there', refusals.unknownRoute],
    ['closed to the token', refusals.insufficientScope],
  ])('are unsupported where the older route is %s too, after one try', async (_name, refusal) => {
    const { provider, requests } = fakePolar(polarWithout(refusals.unknownRoute, () => refusal));
    const batch = await provider.balance.ofCustomers(customers, money, createCall());
    expect([...batch.values()]).toEqual(
      customers.map(() => expect.objectContaining({ failure: 'unsupported' })),
    );
    expect(requests).toHaveLength(2);
  });

  it('find the way once in ten minutes', async () => {
    const { provider, sent } = fakePolar(polarWithout(refusals.unknownRoute, balanceAnswer));
    const countOf = async (minutes: number) => {
      const before = sent().length;
      await provider.balance.ofCustomers([one], money, minutesLater(minutes));
      return sent()
        .slice(before)
        .map((request) => request.split('?')[0]);
    };
    const [wallets, balance] = ['GET /v1/wallets/', `GET /v1/customers/${one}/balance`];
    expect(await countOf(0)).toEqual([wallets, balance]);
    expect(await countOf(9)).toEqual([balance]);
    expect(await countOf(10)).toEqual([wallets, balance]);
  });

  it('remember for ten minutes that there is no way', async () => {
    const { provider, requests } = fakePolar(() => refusals.unknownRoute);
    await provider.balance.ofCustomers([one], money, minutesLater(0));
    expect(requests).toHaveLength(2);
    const batch = await provider.balance.ofCustomers([one], money, minutesLater(9));
    expect(batch.get(one)).toMatchObject({ failure: 'unsupported' });
    expect(requests).toHaveLength(2);
    await provider.balance.ofCustomers([one], money, minutesLater(10));
    expect(requests).toHaveLength(4);
  });

  it.each<readonly [string, FakeAnswer, string]>([
    ['a resource is missing', refusals.missing, 'rejected'],
    ['an edge in between lacks the page', refusals.missingPage, 'rejected'],
    ['it is overloaded', { status: 503, text: '' }, 'unavailable'],
    ['a role lacks permission', { status: 403, json: { error: 'NotPermitted', detail: 'No' } }, 'forbidden'],
    ['the token is not valid', { status: 401, json: { error: 'invalid_token' } }, 'unauthenticated'],
  ])('are not assumed where %s', async (_name, answer, failure) => {
    const { provider, requests } = fakePolar(() => answer);
    const batch = await provider.balance.ofCustomers([one], money, createCall());
    expect(batch.get(one)).toMatchObject({ failure });
    expect(requests).toHaveLength(1);
  });
});
