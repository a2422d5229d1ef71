import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../../src/billing/provider-error.ts';
import { createCall, type FakeAnswer, fakePolar, fixture, polarId, refusals } from './support.ts';

const id = polarId(1);

async function failureOf(answer: FakeAnswer): Promise<ProviderError> {
  const { provider } = fakePolar(() => answer);
  const failure = (await provider.customers.byKeys([id], createCall())).get(id);
  if (failure instanceof ProviderError) return failure;
  throw new Error('the read did not fail');
}

describe('the Polar client', () => {
  it('sends the token and the API version, and nothing that tells of a body', async () => {
    const { provider, requests } = fakePolar(() => ({ json: fixture('customer', { id }) }));
    await provider.customers.byKeys([id], createCall());
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers).toEqual({
      accept: 'application/json',
      authorization: 'Bearer polar_oat_invented',
      'polar-version': '2026-04',
    });
  });

  it('keeps a path prefix of the base URL', async () => {
    const { provider, sent } = fakePolar(() => refusals.missing, { baseUrl: 'https://polar.test/mirror/' });
    await provider.customers.byKeys([id], createCall());
    expect(sent()).toEqual([`GET /mirror/v1/customers/${id}`]);
  });

  it('tells the log the template of the path, not its values', async () => {
    const { provider, exchanges } = fakePolar(() => refusals.missing);
    await provider.customers.byExternalIds(['orchard-7'], createCall());
    expect(exchanges).toMatchObject([
      { provider: 'polar-eu', method: 'GET', path: '/v1/customers/external/{}', status: 404 },
    ]);
  });

  const cases: readonly (readonly [string, FakeAnswer, string, string | null])[] = [
    [
      'no token',
      { status: 401, json: { error: 'Unauthorized', detail: 'Unauthorized' } },
      'unauthenticated',
      'Unauthorized',
    ],
    [
      'an expired token',
      { status: 401, json: { error: 'invalid_token', error_description: 'The token is expired.' } },
      'unauthenticated',
      'invalid_token',
    ],
    ['a missing scope', refusals.insufficientScope, 'forbidden', 'insufficient_scope'],
    [
      'a role without permission',
      { status: 403, json: { error: 'NotPermitted', detail: 'Not for you' } },
      'forbidden',
      'NotPermitted',
    ],
    ['an unknown route or API version', refusals.unknownRoute, 'rejected', 'Not Found'],
    ['a missing page of the edge', refusals.missingPage, 'rejected', null],
    ['a wrong method', { status: 405, json: { detail: 'Method Not Allowed' } }, 'rejected', null],
    [
      'a conflict',
      { status: 409, json: { error: 'AmbiguousExternalCustomerID', detail: 'Twice' } },
      'rejected',
      'AmbiguousExternalCustomerID',
    ],
    [
      'a refused parameter',
      {
        status: 422,
        json: {
          error: 'RequestValidationError',
          detail: [{ type: 'uuid_parsing', loc: ['path', 'id'], msg: 'Not a UUID', input: 'x' }],
        },
      },
      'rejected',
      'RequestValidationError',
    ],
    ['an unhandled failure', { status: 500, text: 'Internal Server Error' }, 'unavailable', null],
    [
      'a page of the edge',
      { status: 502, text: '<html></html>', headers: { 'content-type': 'text/html' } },
      'unavailable',
      null,
    ],
    ['a redirect', { status: 307, text: '', headers: { location: '/elsewhere' } }, 'bad-response', null],
    [
      'an error in free text',
      { status: 500, json: { error: 'no upstream for mira@orchard.example' } },
      'unavailable',
      null,
    ],
    ['an error that is not text', { status: 400, json: { error: { code: 7 } } }, 'rejected', null],
    [
      'JSON that breaks off',
      { text: '{"id":', headers: { 'content-type': 'application/json' } },
      'bad-response',
      null,
    ],
    [
      'HTML with status 200',
      { text: '<html></html>', headers: { 'content-type': 'text/html' } },
      'bad-response',
      null,
    ],
    ['null with status 200', { json: null }, 'bad-response', null],
  ];

  it.each(cases)('takes %s for what it is', async (_name, answer, failure, reason) => {
    expect(await failureOf(answer)).toMatchObject({ provider: 'polar-eu', failure, reason });
  });

  it('tells when to come back after an empty 429', async () => {
    const failure = await failureOf({ status: 429, text: '', headers: { 'retry-after': '60' } });
    expect(failure).toMatchObject({
      failure: 'rate-limited',
      reason: null,
      retryAfter: new Date('2026-03-10T12:01:00Z'),
    });
  });
});
