import { describe, expect, it } from 'vitest';
import {
  createCall,
  type FakeAnswer,
  fakePolar,
  fixture,
  list,
  page,
  plain,
  polarId,
  type Row,
  refusals,
  type SeenRequest,
  valueAt,
} from './support.ts';

function customer(number: number, changes: Row = {}): Row {
  return fixture('customer', { id: polarId(number), external_id: `orchard-${number}`, ...changes });
}

/** A Polar that has these customers, on list pages of the given size. */
function polarWith(customers: readonly Row[], pageSize = 100) {
  return (request: SeenRequest): FakeAnswer => {
    const { path, query } = request;
    if (path === '/v1/customers/') {
      const start = (Number(query.get('page')) - 1) * pageSize;
      const pages = Math.ceil(customers.length / pageSize);
      return page(customers.slice(start, start + pageSize), { total: customers.length, pages });
    }
    const [, external] = path.split('/v1/customers/external/');
    const wanted = external === undefined ? path.split('/').at(-1) : decodeURIComponent(external);
    const found = customers.find(
      ({ id, external_id: externalId }) => wanted === (external === undefined ? id : externalId),
    );
    return found === undefined ? refusals.missing : { json: found };
  };
}

const ids = (count: number) => Array.from({ length: count }, (_, index) => polarId(index + 1));

describe('Polar customers by key', () => {
  it('are read one by one', async () => {
    const { provider, sent } = fakePolar(polarWith([customer(1), customer(2)]));
    const batch = await provider.customers.byKeys([polarId(1), polarId(2), polarId(1)], createCall());
    expect([...batch.keys()].sort()).toEqual([polarId(1), polarId(2)]);
    expect(sent()).toEqual([`GET /v1/customers/${polarId(1)}`, `GET /v1/customers/${polarId(2)}`]);
  });

  it('are absent where Polar has none, or one that was deleted', async () => {
    const deleted = customer(2, { deleted_at: '2026-03-01T00:00:00Z' });
    const { provider } = fakePolar(polarWith([customer(1), deleted]));
    const batch = await provider.customers.byKeys(ids(3), createCall());
    expect([...batch.keys()]).toEqual([polarId(1)]);
  });

  it.each([
    'orchard-7',
    '',
    '00000000-0000-1000-8000-000000000001',
    '00000000-0000-4000-8000-00000000000A',
    `${polarId(1)}/state`,
  ])('are absent without a call where the key is %j', async (key) => {
    const { provider, requests } = fakePolar(() => refusals.missing);
    expect(await provider.customers.byKeys([key], createCall())).toEqual(new Map());
    expect(requests).toEqual([]);
  });

  it('are refused where the answer is another customer', async () => {
    const { provider } = fakePolar(() => ({ json: customer(2) }));
    const batch = await provider.customers.byKeys([polarId(1)], createCall());
    expect(plain(batch)).toEqual({ [polarId(1)]: 'bad-response: another customer' });
  });

  it('keep a failure with its key', async () => {
    const { provider } = fakePolar(({ path }) =>
      path.endsWith(polarId(2)) ? { status: 503, text: '' } : { json: customer(1) },
    );
    const batch = await provider.customers.byKeys(ids(2), createCall());
    expect(valueAt(batch, polarId(1)).name).toBe('Mira Halloran');
    expect(batch.get(polarId(2))).toMatchObject({ failure: 'unavailable' });
  });

  it('keep a malformed record with its key', async () => {
    const { provider } = fakePolar(polarWith([customer(1), customer(2, { created_at: 'yesterday' })]));
    const batch = await provider.customers.byKeys(ids(2), createCall());
    expect(valueAt(batch, polarId(1)).key).toBe(polarId(1));
    expect(batch.get(polarId(2))).toMatchObject({
      failure: 'bad-response',
      detail: 'created_at: invalid_format',
    });
  });
});

describe('Polar customers by external id', () => {
  it.each(['orchard-7', 'acme.io', 'what?#', '100%', 'two words', 'søster 東京', 'a\\b', '%2F'])(
    'arrive as themselves: %j',
    async (externalId) => {
      const { provider, requests } = fakePolar(polarWith([customer(1, { external_id: externalId })]));
      const batch = await provider.customers.byExternalIds([externalId], createCall());
      expect(valueAt(batch, externalId).externalId).toBe(externalId);
      expect(requests.map(({ path }) => path)).toEqual([
        `/v1/customers/external/${encodeURIComponent(externalId)}`,
      ]);
    },
  );

  it('are searched for where the id holds a slash, on all pages and to the letter', async () => {
    const near = [customer(1, { external_id: 'a/B' }), customer(2, { external_id: 'a/b/c' })];
    const { provider, sent } = fakePolar(polarWith([...near, customer(3, { external_id: 'a/b' })], 2));
    const batch = await provider.customers.byExternalIds(['a/b'], createCall());
    expect(valueAt(batch, 'a/b').key).toBe(polarId(3));
    expect(sent()).toEqual([
      'GET /v1/customers/?query=a%2Fb&limit=100&page=1',
      'GET /v1/customers/?query=a%2Fb&limit=100&page=2',
    ]);
  });

  it.each([
    ['a\\b/c', '?query=a&limit'],
    ['\\b/c', '?limit'],
  ])(
    'are searched for by what comes before a backslash, which Polar takes for an escape: %j',
    async (externalId, query) => {
      const { provider, sent } = fakePolar(polarWith([customer(1, { external_id: externalId })]));
      const batch = await provider.customers.byExternalIds([externalId], createCall());
      expect(valueAt(batch, externalId).key).toBe(polarId(1));
      expect(sent()).toEqual([`GET /v1/customers/${query}=100&page=1`]);
    },
  );

  it('are absent where the search finds similar ones only', async () => {
    const { provider } = fakePolar(polarWith([customer(1, { external_id: 'a/B' })]));
    expect(await provider.customers.byExternalIds(['a/b'], createCall())).toEqual(new Map());
  });

  it.each(['.', '..', ''])('are absent without a call where the id is %j', async (externalId) => {
    const { provider, requests } = fakePolar(() => refusals.missing);
    expect(await provider.customers.byExternalIds([externalId], createCall())).toEqual(new Map());
    expect(requests).toEqual([]);
  });

  it('are refused where the answer differs in case', async () => {
    const { provider } = fakePolar(() => ({ json: customer(1, { external_id: 'Orchard-7' }) }));
    const batch = await provider.customers.byExternalIds(['orchard-7'], createCall());
    expect(plain(batch)).toEqual({ 'orchard-7': 'bad-response: another customer' });
  });
});

describe('Polar customers in numbers', () => {
  const six = Array.from({ length: 6 }, (_, index) => customer(index + 1));

  it('are read from the account-wide list where that takes fewer calls', async () => {
    const { provider, sent } = fakePolar(polarWith(six, 4));
    const batch = await provider.customers.byKeys(ids(6), createCall());
    expect([...batch.keys()]).toEqual(ids(6));
    expect(sent()).toEqual(['GET /v1/customers/?limit=100&page=1', 'GET /v1/customers/?limit=100&page=2']);
  });

  it('are read from the list by external id too', async () => {
    const { provider, requests } = fakePolar(polarWith([...six, customer(9, { external_id: null })]));
    const externalIds = six.map((_, index) => `orchard-${index + 1}`);
    const batch = await provider.customers.byExternalIds(externalIds, createCall());
    expect(valueAt(batch, 'orchard-6').key).toBe(polarId(6));
    expect(requests).toHaveLength(1);
  });

  it('are asked for by themselves where the list does not have them', async () => {
    const { provider, sent } = fakePolar(polarWith(six.slice(1)));
    const batch = await provider.customers.byKeys(ids(6), createCall());
    expect(batch.has(polarId(1))).toBe(false);
    expect(sent()).toEqual(['GET /v1/customers/?limit=100&page=1', `GET /v1/customers/${polarId(1)}`]);
  });

  it('cost a malformed row of the list its own customer only', async () => {
    const { provider } = fakePolar(polarWith([...six.slice(0, 5), customer(6, { metadata: 'none' })]));
    const batch = await provider.customers.byKeys(ids(6), createCall());
    expect(valueAt(batch, polarId(5)).key).toBe(polarId(5));
    expect(batch.get(polarId(6))).toMatchObject({ failure: 'bad-response' });
  });

  it('are found beside a row that cannot be told whose it is', async () => {
    const { provider, requests } = fakePolar(polarWith([...six, customer(7, { id: 7 })]));
    const batch = await provider.customers.byKeys(ids(6), createCall());
    expect([...batch.keys()]).toEqual(ids(6));
    expect(requests).toHaveLength(1);
  });

  it('are never asked for by more calls at once than Polar lets a token begin with', async () => {
    let most = 0;
    const polar = fakePolar(
      () => {
        most = Math.max(most, polar.dispatched() - polar.exchanges.length);
        return refusals.missing;
      },
      { bulk: 'never', maxConcurrency: 200 },
    );
    await polar.provider.customers.byKeys(ids(100), createCall());
    expect(most).toBe(60);
  });

  it('are read one by one where the list is long, without looking again', async () => {
    const twenty = Array.from({ length: 20 }, (_, index) => customer(index + 1));
    const { provider, requests } = fakePolar(polarWith(twenty, 2));
    await provider.customers.byKeys(ids(6), createCall());
    expect(requests).toHaveLength(7);
    await provider.customers.byKeys(ids(6), createCall());
    expect(requests).toHaveLength(13);
  });

  it('are read one by one where the account wants it so', async () => {
    const { provider, sent } = fakePolar(polarWith(six), { bulk: 'never' });
    await provider.customers.byKeys(ids(6), createCall());
    expect(sent()).toEqual(ids(6).map((id) => `GET /v1/customers/${id}`));
  });

  it('ask for nothing where there are none', async () => {
    const { provider, requests } = fakePolar(() => list());
    expect(await provider.customers.byKeys([], createCall())).toEqual(new Map());
    expect(await provider.customers.byExternalIds([], createCall())).toEqual(new Map());
    expect(requests).toEqual([]);
  });
});
