import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { GraphiqlManifest } from '../../src/server/graphiql/manifest.ts';
import { type ConfiguredBillgraph, openConfigured } from '../support/open-configured.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const manifest: GraphiqlManifest = {
  script: 'page.js',
  style: 'page.css',
  icon: 'icon.svg',
  preload: [],
  workers: { editor: 'editor.js', graphql: 'graphql.js', json: 'json.js' },
  files: [],
};
const graphiql = createTemporaryFolder();
graphiql.write('manifest.json', manifest);
afterAll(() => graphiql.remove());

const running: ConfiguredBillgraph[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((billgraph) => billgraph.close()));
});

/** Starts billgraph with this configuration, and opens its graph as browsers do. */
async function open(content: object) {
  const billgraph = await openConfigured(content, { graphiqlFolder: graphiql.path });
  running.push(billgraph);
  const response = await fetch(billgraph.url, {
    headers: { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' },
  });
  return { response, text: await response.text() };
}

const providers = [
  { name: 'lago-of-ours', kind: 'lago', apiKey: 'key-1' },
  { name: 'polar-of-ours', kind: 'polar', apiKey: 'key-2' },
];
const auth = { apiKeys: [{ name: 'backoffice', sha256: '0'.repeat(64), scopes: ['customers:read'] }] };
const shown = { graphiql: true, introspection: true };
const hidden = { graphiql: false, introspection: false };
/** How lago-of-ours is written at the beginning of a global id. */
const idOfOurs = btoa('Customer:lago-of-ours').slice(0, 24);

describe('the page that anybody may open', () => {
  it('names no account where callers are checked, and has examples all the same', async () => {
    const { response, text } = await open({ providers, auth, server: shown });
    expect(response.status).toBe(200);
    expect(text).not.toMatch(/of-ours/);
    expect(text).not.toContain(idOfOurs);
    expect(text).toContain('\\"provider\\": \\"…\\"');
    expect(text).toContain('"needsCredentials":true,"servesSchema":true');
  });

  it.each([
    ['everybody is let in', { providers, server: shown }, 'lago-of-ours'],
    ['callers are checked in front of the sandbox', { auth, server: shown }, 'flexprice'],
  ])('has examples that run as they are where %s', async (_where, content, provider) => {
    const { text } = await open(content);
    expect(text).toContain(`\\"provider\\": \\"${provider}\\"`);
  });

  it('allows scripts of its own only, by a single policy', async () => {
    const { response } = await open({ auth, server: shown });
    const policy = response.headers.get('content-security-policy');
    expect(policy).toMatch(/; script-src 'self';/);
    expect(policy).not.toContain('unsafe-eval');
    expect(policy?.match(/default-src/g)).toHaveLength(1);
  });
});

it.each([
  ['everybody is let in', {}],
  ['callers are checked', { auth }],
])('tells a browser that there is no page, where %s', async (_where, content) => {
  const { response, text } = await open({ ...content, server: hidden });
  expect(response.status).toBe(404);
  expect(JSON.parse(text)).toEqual({
    errors: [
      {
        message: 'There is no GraphiQL here. The graph answers POST requests with a JSON body.',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ],
  });
});
