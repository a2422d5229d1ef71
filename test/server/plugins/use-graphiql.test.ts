import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { createSchema, createYoga } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import type { Example } from '../../../src/server/graphiql/examples/example.ts';
import { pageSettingsId } from '../../../src/server/graphiql/page-settings.ts';
import type { GraphiqlAssets } from '../../../src/server/graphiql/read-assets.ts';
import { createRepresentation } from '../../../src/server/graphiql/representation.ts';
import { type GraphiqlPage, useGraphiql } from '../../../src/server/plugins/use-graphiql.ts';

const script = 'console.log("page")';
const font = new Uint8Array([1, 2, 3]);
const builtAssets: GraphiqlAssets = {
  manifest: {
    script: 'page-1.js',
    style: 'page-1.css',
    icon: 'icon-1.svg',
    preload: ['chunk-1.js'],
    workers: { editor: 'editor-1.js', graphql: 'graphql-1.js', json: 'json-1.js' },
    files: [],
  },
  files: new Map([
    ['page-1.js', createRepresentation('text/javascript; charset=utf-8', script)],
    ['font-1.woff2', { contentType: 'font/woff2', identity: font, compressed: null }],
  ]),
};
const hostileExample: Example = {
  query: 'query Hostile { __typename } # </script><script>alert(1)</script><!--',
  variables: { text: '</SCRIPT>' },
};
const browserAccept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

const builtPage: GraphiqlPage = { assets: builtAssets, examples: [hostileExample] };

function createServer(page: GraphiqlPage | null = builtPage, introspection = true) {
  const schema = createSchema({
    typeDefs: 'type Query { hello: String }',
    resolvers: { Query: { hello: () => 'world' } },
  });
  const plugins = [useGraphiql({ path: '/graphql', page, introspection })];
  const yoga = createYoga({ schema, plugins, graphiql: false, landingPage: false, logging: false });
  return (path: string, init: RequestInit = {}) => yoga.fetch(`http://localhost${path}`, init);
}

const get = createServer();
const openPage = (headers: Record<string, string> = {}) =>
  get('/graphql', { headers: { accept: browserAccept, ...headers } });

describe('the page', () => {
  it('is HTML that refers only to its own assets', async () => {
    const response = await openPage();
    const html = await response.text();

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const references = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, url]) => url);
    expect(references).toEqual([
      '/graphql/assets/icon-1.svg',
      '/graphql/assets/page-1.css',
      '/graphql/assets/chunk-1.js',
      '/graphql/assets/page-1.js',
    ]);
  });

  it('carries its examples and workers as JSON that cannot end the script element', async () => {
    const html = await (await openPage()).text();
    const [, json = ''] = new RegExp(`id="${pageSettingsId}">(.*?)</script>`, 's').exec(html) ?? [];

    expect(json).not.toContain('<');
    expect(JSON.parse(json)).toEqual({
      workers: {
        editor: '/graphql/assets/editor-1.js',
        graphql: '/graphql/assets/graphql-1.js',
        json: '/graphql/assets/json-1.js',
      },
      tabs: [{ query: hostileExample.query, variables: JSON.stringify(hostileExample.variables, null, 2) }],
      needsCredentials: false,
      servesSchema: true,
    });
    expect(html.match(/<script\b/g)).toHaveLength(2);
  });

  it('forbids inline scripts, eval, framing and other hosts', async () => {
    const { headers } = await openPage();
    const policy = new Map(
      headers
        .get('content-security-policy')
        ?.split('; ')
        .map((directive) => {
          const [name = '', ...sources] = directive.split(' ');
          return [name, sources.join(' ')] as const;
        }),
    );

    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.get('script-src')).toBe("'self'");
    expect(policy.get('worker-src')).toBe("'self'");
    expect(policy.get('connect-src')).toBe("'self'");
    expect(policy.get('base-uri')).toBe("'none'");
    expect(policy.get('frame-ancestors')).toBe("'none'");
  });

  it('is checked again on every visit, and not sent again while it is the same', async () => {
    const first = await openPage();
    const etag = first.headers.get('etag') ?? '';
    expect(first.headers.get('cache-control')).toBe('no-cache');
    expect(first.headers.get('vary')).toBe('accept, accept-encoding');

    const second = await openPage({ 'if-none-match': etag });
    expect(second.status).toBe(304);
    expect(await second.text()).toBe('');
    expect((await openPage({ 'if-none-match': 'W/"another"' })).status).toBe(200);
  });

  it('says how to build it where it is not built', async () => {
    const response = await createServer({ ...builtPage, assets: null })('/graphql', {
      headers: { accept: browserAccept },
    });

    expect(response.status).toBe(503);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toContain('npm run build');
  });

  it.each([
    ['names HTML first', browserAccept, true],
    ['names nothing but HTML', 'text/html', true],
    ['names HTML and JSON alike', 'application/json, text/html', true],
    ['would rather have JSON', 'text/html;q=0.5, application/json', false],
    ['would rather have a GraphQL response', 'application/graphql-response+json, text/html;q=0.9', false],
    ['takes anything', '*/*', false],
    ['names only JSON', 'application/json', false],
    ['refuses HTML', 'text/html;q=0, */*', false],
  ])('answers a client that %s (%s): %s', async (_wish, accept, expected) => {
    const response = await get('/graphql', { headers: { accept } });
    expect(response.headers.get('content-type')?.startsWith('text/html') ?? false).toBe(expected);
  });
});

describe('the assets', () => {
  it.each([
    ['br, gzip', 'br', brotliDecompressSync],
    ['gzip, deflate, br;q=0.5', 'gzip', gunzipSync],
    ['gzip', 'gzip', gunzipSync],
    ['*', 'br', brotliDecompressSync],
    ['br;q=0, gzip;q=0.001', 'gzip', gunzipSync],
    ['identity', null, (body: Uint8Array) => body],
    ['br;q=0', null, (body: Uint8Array) => body],
    ['br;q=much', null, (body: Uint8Array) => body],
  ])('are encoded as Accept-Encoding "%s" wants: %s', async (accepted, encoding, decode) => {
    const response = await get('/graphql/assets/page-1.js', { headers: { 'accept-encoding': accepted } });
    const body = new Uint8Array(await response.arrayBuffer());

    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(response.headers.get('content-length')).toBe(String(body.byteLength));
    expect(Buffer.from(decode(body)).toString('utf8')).toBe(script);
  });

  it('are kept by browsers for good, under the type that the build gave them', async () => {
    const { headers } = await get('/graphql/assets/page-1.js');

    expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(headers.get('vary')).toBe('accept-encoding');
  });

  it('are sent as they are where compression gains nothing', async () => {
    const response = await get('/graphql/assets/font-1.woff2', { headers: { 'accept-encoding': 'br' } });

    expect(response.headers.get('content-encoding')).toBeNull();
    expect(response.headers.get('content-type')).toBe('font/woff2');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(font);
  });

  it('answer HEAD with the headers alone', async () => {
    const response = await get('/graphql/assets/page-1.js', { method: 'HEAD' });

    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe(String(script.length));
    expect(await response.text()).toBe('');
  });

  it.each([
    'unknown.js',
    '',
    'manifest.json',
    '..%2f..%2fpackage.json',
    '__proto__',
    'page-1.js/',
    'page-1.js.br',
  ])('do not include %j', async (name) => {
    const response = await get(`/graphql/assets/${name}`);
    expect(response.status).toBe(404);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

describe('without a page', () => {
  const get = createServer(null);

  it('a browser that opens the graph is told so', async () => {
    const response = await get('/graphql', { headers: { accept: browserAccept } });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it.each([
    ['an operation', '/graphql?query={hello}', browserAccept],
    ['a client that does not ask for HTML', '/graphql', '*/*'],
    ['another path', '/graphql/assets/page-1.js', browserAccept],
  ])('%s is left to others', async (_what, path, accept) => {
    const response = await get(path, { headers: { accept } });
    expect(await response.text()).not.toContain('GraphiQL');
  });
});

describe('everything else', () => {
  const operation = {
    method: 'POST',
    headers: { accept: browserAccept, 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ hello }' }),
  };

  it('leaves operations to the graph, whatever they accept', async () => {
    const response = await get('/graphql', operation);
    expect(await response.json()).toEqual({ data: { hello: 'world' } });
  });

  it('leaves a GET with a query to the graph, even from a browser', async () => {
    const response = await get('/graphql?query={hello}', {
      headers: { accept: `${browserAccept},application/json` },
    });
    expect(await response.json()).toEqual({ data: { hello: 'world' } });
  });

  it('leaves other paths alone', async () => {
    const response = await get('/graphql/other', { headers: { accept: browserAccept } });
    expect(response.status).toBe(404);
  });
});
