import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFakeProvider } from '../support/fake-provider.ts';
import { type OpenPort, openPort } from '../support/open-port.ts';

let open: OpenPort;
let locked: OpenPort;

beforeAll(async () => {
  const providers = [createFakeProvider({ name: 'lago' })];
  open = await openPort({ providers, introspection: true });
  locked = await openPort({ providers });
});
afterAll(() => Promise.all([open.close(), locked.close()]));

/** Sends the header with which a GET is executed. */
function fetchWithPreflight(url: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...Object.fromEntries(new Headers(init.headers)), 'apollo-require-preflight': 'yes' };
  return fetch(url, { ...init, headers });
}

/** The ids of the audits that do not end well, out of how many. */
async function audit(origin: string, fetchFn: typeof fetchWithPreflight = fetch) {
  const audits = serverAudits({ url: `${origin}/graphql`, fetchFn });
  const results = await Promise.all(audits.map(({ fn }) => fn()));
  return {
    count: results.length,
    notOk: results.flatMap((result) => (result.status === 'ok' ? [] : [result.id])).sort(),
  };
}

describe('GraphQL over HTTP is spoken as the specification says', () => {
  it('by a server that tells its schema, to a client that sends the header against forged requests', async () => {
    expect(await audit(open.origin, fetchWithPreflight)).toEqual({ count: 61, notOk: [] });
  });

  it('by any other, but for what needs introspection or a bare GET', async () => {
    const needGet = ['5A70', '6A70', 'D6D5'];
    const needIntrospection = ['28B9', '2EA1'];
    const { count, notOk } = await audit(locked.origin);
    expect(count).toBe(61);
    expect(notOk).toEqual([...needIntrospection, ...needGet].sort());
  });
});
