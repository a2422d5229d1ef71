import { afterAll, afterEach, expect, it } from 'vitest';
import { type ConfiguredBillgraph, openConfigured } from '../support/open-configured.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const folder = createTemporaryFolder();
afterAll(() => folder.remove());

const running: ConfiguredBillgraph[] = [];
afterEach(() => Promise.all(running.splice(0).map(({ close }) => close())));

/** Starts the sandbox with what the file says; the answer tells how it takes a body. */
async function start(file: object): Promise<(body: object) => Promise<unknown>> {
  const billgraph = await openConfigured(file);
  running.push(billgraph);
  return async (body) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(billgraph.url, { method: 'POST', headers, body: JSON.stringify(body) });
    return response.json();
  };
}

it('limits what the configuration limits', async () => {
  const ask = await start({ limits: { aliases: 1, upstreamCalls: 2, bodyKiB: 1 } });
  expect(await ask({ query: '{ a: __typename }' })).toEqual({ data: { a: 'Query' } });
  const refused = { errors: [{ extensions: { code: 'QUERY_TOO_EXPENSIVE' } }] };
  expect(await ask({ query: '{ a: __typename b: __typename }' })).toMatchObject(refused);
  expect(await ask({ query: '{ account(externalId: "acct-1") { customers { id } } }' })).toMatchObject(
    refused,
  );
  expect(await ask({ query: `{ __typename } #${' '.repeat(1024)}` })).toMatchObject({
    errors: [{ message: 'The body is larger than 1 KiB.' }],
  });
});

it('tells its schema in the sandbox, unless the configuration forbids it', async () => {
  const query = '{ __schema { queryType { name } } }';
  expect(await (await start({}))({ query })).toEqual({
    data: { __schema: { queryType: { name: 'Query' } } },
  });
  const ask = await start({ server: { introspection: false } });
  expect(await ask({ query })).not.toHaveProperty('data');
  expect(JSON.stringify(await ask({ query: '{ acount }' }))).not.toContain('account');
});

it('executes nothing but the documents that the configuration names', async () => {
  const file = folder.write('documents.json', { abc: '{ __typename }' });
  const ask = await start({ documents: { file, only: true } });
  const extensions = { persistedQuery: { version: 1, sha256Hash: 'abc' } };
  expect(await ask({ extensions })).toEqual({ data: { __typename: 'Query' } });
  expect(await ask({ query: '{ __typename }' })).not.toHaveProperty('data');
});
