import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, codesOf } from '../support/http-exchange.ts';
import { signToken } from '../support/json-web-keys.ts';
import { keys, openTarget, type Target } from '../support/open-target.ts';

let target: Target;
beforeAll(async () => {
  target = await openTarget({ limits: { upstreamCalls: 20, callerUpstreamCallsPerMinute: 6 } });
});
afterAll(() => target.close());

const lookup = '{ customerByExternalId(provider: "lago", externalId: "acct-1") { name } }';
const found = { customerByExternalId: { name: 'Ada Lovelace' } };

/** Asks as one of several people whom the same issuer knows. */
async function askAs(sub: string, query: string, headers: Readonly<Record<string, string>> = {}) {
  const token = await signToken(target.signing.ec, { claims: { sub }, header: { kid: 'ec' } });
  return target.send({ headers: { ...bearer(token), ...headers }, body: { query } });
}

it('while the issuer cannot be asked, tokens are not checked, and keys are', async () => {
  target.keySet.answer({ status: 500, body: '' });
  const answer = await askAs('acct-1', lookup);
  expect([answer.status, codesOf(answer)]).toEqual([503, ['AUTH_UNAVAILABLE']]);
  expect(answer.headers['retry-after']).toMatch(/^\d+$/);
  expect(target.takeCalls()).toEqual([]);
  expect(
    (await target.send({ headers: bearer(keys.raw), body: { query: '{ viewer { externalId } }' } })).data,
  ).toEqual({
    viewer: null,
  });
});

describe('a caller who asks for too much in a minute', () => {
  const byKey = (key: string, query: string, accept = 'application/json') =>
    target.send({ headers: { ...bearer(key), accept }, body: { query } });

  it('is told when to come back, before any call, and nobody else is held up', async () => {
    for (let asked = 0; asked < 6; asked += 1) expect((await byKey(keys.reader, lookup)).data).toEqual(found);
    expect(target.takeCalls()).toHaveLength(6);
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const answer = await byKey(keys.reader, lookup, accept);
      expect([answer.status, codesOf(answer), answer.data]).toEqual([429, ['RATE_LIMITED'], undefined]);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
      expect(answer.errors?.[0]?.extensions.retryAfter).toMatch(/Z$/);
    }
    expect(target.takeCalls()).toEqual([]);
    expect((await byKey(keys.reader, '{ providers { name } }')).status).toBe(200);
    expect((await byKey(keys.all, lookup)).data).toEqual(found);
  });

  it('cannot ask for more than a minute holds at once', async () => {
    target.takeCalls();
    const answer = await byKey(keys.all, '{ customers(provider: "lago") { nodes { usage { asOf } } } }');
    expect(answer.errors).toMatchObject([
      { extensions: { code: 'QUERY_TOO_EXPENSIVE', limit: 6, price: expect.any(Number) } },
    ]);
    expect(target.takeCalls()).toEqual([]);
  });
});

describe('what an operation has cost', () => {
  it.each([
    ['1', { lago: { estimated: 1, actual: 1, milliseconds: expect.any(Number) } }],
    ['true', undefined],
    ['', undefined],
  ])('is told to the header x-billgraph-debug: %s', async (debug, upstream) => {
    const { extensions } = await target.send({
      headers: { 'x-billgraph-debug': debug },
      body: { query: lookup },
    });
    expect(extensions).toEqual(upstream && { billgraph: { upstream } });
  });
});
