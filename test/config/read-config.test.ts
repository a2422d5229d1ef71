import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Environment } from '../../src/config/environment.ts';
import { ConfigError } from '../../src/config/problem.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { defaultLimits } from '../../src/server/demand/limits.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const folder = createTemporaryFolder();
afterAll(() => folder.remove());

/** Reads a configuration file with this content. */
function readFileWith(content: string, environment: Environment = {}) {
  return readConfig({ BILLGRAPH_CONFIG: folder.write('billgraph.yaml', content), ...environment });
}

/** The problems, each as "path: reason". */
function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ path, reason }) => `${path}: ${reason}`);
    throw error;
  }
  return expect.fail('is in order');
}

const account = { timeoutMs: 10_000, bulk: 'auto' };

describe('without a file', () => {
  it('configures nothing but the server, for the sandbox to stand in', () => {
    expect(readConfig({})).toEqual({
      providers: [],
      server: {
        host: '127.0.0.1',
        port: 4000,
        deadlineMs: 15_000,
        corsOrigins: [],
        workers: 1,
        graphiql: true,
        introspection: true,
      },
      limits: defaultLimits,
      cache: { staleIfErrorSeconds: 300, freshSeconds: 0 },
      documents: null,
      auth: { mode: 'local' },
      logLevel: 'info',
      sandboxOverruled: false,
    });
  });

  it('logs from the level on that it is told', () => {
    expect(readConfig({ LOG_LEVEL: 'debug' })).toMatchObject({ logLevel: 'debug' });
    expect(problemsOf(() => readConfig({ LOG_LEVEL: 'loud' }))).toEqual([
      'LOG_LEVEL: must be one of trace, debug, info, warn, error, fatal',
    ]);
  });

  it('configures one account for each key in the environment', () => {
    const environment = {
      FLEXPRICE_API_KEY: 'sk_1',
      LAGO_API_KEY: 'key-2',
      POLAR_ACCESS_TOKEN: 'polar_oat_3',
      POLAR_BASE_URL: 'https://sandbox-api.polar.sh/',
    };
    expect(readConfig(environment).providers).toEqual([
      {
        ...account,
        name: 'flexprice',
        kind: 'FLEXPRICE',
        apiKey: 'sk_1',
        baseUrl: 'https://us.api.flexprice.io/v1',
        maxConcurrency: 64,
      },
      {
        ...account,
        name: 'lago',
        kind: 'LAGO',
        apiKey: 'key-2',
        baseUrl: 'https://api.getlago.com/api/v1',
        maxConcurrency: 32,
      },
      {
        ...account,
        name: 'polar',
        kind: 'POLAR',
        apiKey: 'polar_oat_3',
        baseUrl: 'https://sandbox-api.polar.sh',
        maxConcurrency: 64,
      },
    ]);
  });

  it('takes an empty variable for one that is not set', () => {
    expect(
      readConfig({ LAGO_API_KEY: '', LAGO_BASE_URL: '', PORT: '', HOST: '', BILLGRAPH_CONFIG: '' }).providers,
    ).toEqual([]);
  });

  it('shows GraphiQL in the sandbox, and elsewhere only when asked to', () => {
    expect(readConfig({}).server.graphiql).toBe(true);
    expect(readConfig({ LAGO_API_KEY: 'k' }).server.graphiql).toBe(false);
    expect(readFileWith('server: { graphiql: true }', { LAGO_API_KEY: 'k' }).server.graphiql).toBe(true);
  });

  it('tells its schema in the sandbox, and elsewhere only when asked to', () => {
    expect(readConfig({}).server.introspection).toBe(true);
    expect(readFileWith('server: { introspection: false }').server.introspection).toBe(false);
    expect(readConfig({ LAGO_API_KEY: 'k' }).server.introspection).toBe(false);
    expect(readFileWith('server: { introspection: true }', { LAGO_API_KEY: 'k' }).server.introspection).toBe(
      true,
    );
  });

  it('takes host and port', () => {
    expect(readConfig({ PORT: '0', HOST: '::1' }).server).toMatchObject({ host: '::1', port: 0 });
  });

  it('names every variable that is wrong, and no value', () => {
    const environment = {
      PORT: '80a',
      LAGO_API_KEY: 'two words',
      LAGO_BASE_URL: 'ftp://me:secret@host',
      POLAR_BASE_URL: 'https://x',
      HOST: '0.0.0.0',
    };
    const problems = problemsOf(() => readConfig(environment));
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'LAGO_API_KEY',
      'LAGO_BASE_URL',
      'POLAR_BASE_URL',
      'PORT',
      'auth',
    ]);
    expect(problems.join()).not.toMatch(/two words|secret|80a/);
  });

  it('does not play in production unless asked to', () => {
    expect(problemsOf(() => readConfig({ NODE_ENV: 'production' }))).toEqual([
      expect.stringMatching(/^providers: .*BILLGRAPH_SANDBOX=1/),
    ]);
    const asked = { NODE_ENV: 'production', BILLGRAPH_SANDBOX: '1' };
    expect(readConfig(asked)).toMatchObject({ providers: [], sandboxOverruled: false });
    expect(readConfig({ ...asked, LAGO_API_KEY: 'key' })).toMatchObject({
      providers: [{ name: 'lago' }],
      sandboxOverruled: true,
    });
    expect(readConfig({ NODE_ENV: 'production', LAGO_API_KEY: 'k' }).providers).toHaveLength(1);
  });
});

describe('with a file', () => {
  it('takes exactly its providers, with values from the environment, and fills in the rest', () => {
    const content = `
providers:
  - { name: lago-eu, kind: lago, baseUrl: https://api.eu.getlago.com/api/v1/, apiKey: "\${EU_KEY}" }
  - name: polar
    kind: polar
    apiKey: "pre-\${TOKEN}"
    timeoutMs: 8000
    maxConcurrency: "\${CONCURRENCY}"
    pipelining: 4
    rateLimit: { requests: 500, perSeconds: 60 }
    bulk: never
server: { port: 0, deadlineMs: 2000, graphiql: false }
limits: { depth: 9, aliases: 8, tokens: 7, directives: 6, bodyKiB: 5, upstreamCalls: 4, requestsInFlight: 3, eventLoopDelayMs: 2 }
cache: { staleIfErrorSeconds: 60, freshSeconds: 1 }
`;
    const environment = { EU_KEY: 'eu', TOKEN: 'token', CONCURRENCY: '20', FLEXPRICE_API_KEY: 'ignored' };
    expect(readFileWith(content, environment)).toEqual({
      providers: [
        {
          ...account,
          name: 'lago-eu',
          kind: 'LAGO',
          apiKey: 'eu',
          baseUrl: 'https://api.eu.getlago.com/api/v1',
          maxConcurrency: 32,
        },
        {
          name: 'polar',
          kind: 'POLAR',
          apiKey: 'pre-token',
          baseUrl: 'https://api.polar.sh',
          timeoutMs: 8000,
          maxConcurrency: 20,
          pipelining: 4,
          rateLimit: { requests: 500, perSeconds: 60 },
          bulk: 'never',
        },
      ],
      server: {
        host: '127.0.0.1',
        port: 0,
        deadlineMs: 2000,
        corsOrigins: [],
        workers: 1,
        graphiql: false,
        introspection: false,
      },
      limits: {
        depth: 9,
        aliases: 8,
        tokens: 7,
        directives: 6,
        bodyKiB: 5,
        upstreamCalls: 4,
        requestsInFlight: 3,
        eventLoopDelayMs: 2,
      },
      cache: { staleIfErrorSeconds: 60, freshSeconds: 1 },
      documents: null,
      auth: { mode: 'local' },
      logLevel: 'info',
      sandboxOverruled: false,
    });
  });

  it('does not take a placeholder that is not closed for a value', () => {
    const content = ['providers:', '  - name: a', '    kind: lago', '    apiKey: "${LAGO_KEY"'];
    expect(problemsOf(() => readFileWith(content.join('\n')))).toEqual([
      expect.stringMatching(/^providers\[0\]\.apiKey: has a .* that is not closed$/),
    ]);
  });

  it('is JSON as well, and may be empty', () => {
    expect(readFileWith('{"providers":[{"name":"a","kind":"lago","apiKey":"k"}]}').providers).toHaveLength(1);
    expect(readFileWith('', { LAGO_API_KEY: 'k' }).providers).toHaveLength(1);
  });

  it('lets PORT and HOST of the environment win', () => {
    expect(
      readFileWith('server: { port: 1, host: localhost }', { PORT: '2', HOST: '127.0.0.2' }).server,
    ).toMatchObject({ port: 2, host: '127.0.0.2' });
  });

  it('lists every problem at once, with its path', () => {
    const content = `
providers:
  - { name: Lago_EU, kind: logo, apiKey: "\${NOPE}", timeoutMs: -3, extra: 1 }
  - { name: polar, kind: polar, apiKey: "a b" }
  - { name: polar, kind: polar, apiKey: x, baseUrl: "https://x/?q=1" }
server: { port: 70000, wat: true }
limits: { depth: deep }
auth: { apiKeys: [{ name: x, sha256: zz, scopes: [everything] }] }
foo: 1
`;
    expect(problemsOf(() => readFileWith(content)).map((problem) => problem.split(': ')[0])).toEqual([
      'providers[0].apiKey',
      'providers[0].name',
      'providers[0].kind',
      'providers[0].timeoutMs',
      'providers[0].extra',
      'providers[1].apiKey',
      'providers[2].baseUrl',
      'server.port',
      'server.wat',
      'auth.apiKeys[0].sha256',
      'auth.apiKeys[0].scopes[0]',
      'limits.depth',
      'foo',
      'providers[2].name',
    ]);
  });

  it.each([
    ['3', 3],
    ['"3"', 3],
    ['auto', Math.min(availableParallelism(), 32)],
  ])('lets as many workers serve as it says: %s', (workers, expected) => {
    expect(readFileWith(`server: { workers: ${workers} }`).server.workers).toBe(expected);
  });

  it('lets no more workers serve by itself than an account may have calls under way', () => {
    const content = `
providers: [{ name: polar, kind: polar, apiKey: x, maxConcurrency: 1 }]
server: { workers: auto }
`;
    expect(readFileWith(content).server.workers).toBe(1);
  });

  it.each([
    ['server: { workers: 0 }', 'server.workers: must be at least 1'],
    ['server: { workers: many }', 'server.workers: must be auto or a whole number from 1 to 32'],
    [
      'server: { workers: 3 }\nproviders: [{ name: a, kind: lago, apiKey: x, maxConcurrency: 2 }]',
      'providers[0].maxConcurrency: must be at least server.workers, which is 3: each has a part of it',
    ],
  ])('refuses workers that could not serve: %s', (content, problem) => {
    expect(problemsOf(() => readFileWith(content))).toEqual([problem]);
  });

  it('looks at the environment although the file has a problem', () => {
    const environment = { LAGO_API_KEY: 'two words', PORT: 'x', NODE_ENV: 'production' };
    const problems = problemsOf(() => readFileWith('server: { wat: 1, host: 0.0.0.0 }', environment));
    expect(problems.map((problem) => problem.split(': ')[0])).toEqual([
      'server.wat',
      'LAGO_API_KEY',
      'PORT',
      'auth',
    ]);
  });

  it.each([
    ['providers: []', /^providers: /],
    ['providers: {}', /^providers: /],
    ['[]', /^BILLGRAPH_CONFIG: /],
    ['a: [', /billgraph\.yaml:1:\d+: is not valid YAML/],
    ['a: 1\na: 2', /billgraph\.yaml:2:1: is not valid YAML/],
    ['providers: *nope', /billgraph\.yaml: is not valid YAML \(unusable alias\)/],
    ['server: { host: 0.0.0.0 }', /^auth: .*mode: none/],
    ['auth: {}', /^auth: /],
    [
      'auth: { mode: none, jwt: { issuer: a, audience: b, jwksUrl: "https://c", algorithms: [RS256] } }',
      /^auth: /,
    ],
    [
      'auth: { jwt: { issuer: a, audience: b, algorithms: [HS256], jwksUrl: "https://c" } }',
      /^auth\.jwt\.algorithms\[0\]: /,
    ],
  ])('%j is refused', (content, expected) => {
    expect(problemsOf(() => readFileWith(content))[0]).toMatch(expected);
  });

  it('may run open on purpose', () => {
    expect(readFileWith('auth: { mode: none }', { HOST: '0.0.0.0' }).server).toMatchObject({
      host: '0.0.0.0',
      graphiql: true,
    });
  });

  it('keeps the limits that are not set, and limits a caller only where that is set', () => {
    expect(readFileWith('limits: { aliases: 40, callerUpstreamCallsPerMinute: 600 }').limits).toEqual({
      ...defaultLimits,
      aliases: 40,
      callerUpstreamCallsPerMinute: 600,
    });
    expect(problemsOf(() => readFileWith('limits: { callerUpstreamCallsPerMinute: 0 }'))).toEqual([
      'limits.callerUpstreamCallsPerMinute: must be at least 1',
    ]);
  });

  it('names a file of documents, which are taken by their ids', () => {
    const file = folder.write('documents.json', '{"abc":"{ __typename }","__proto__":"{ a }"}');
    const byId = new Map([
      ['abc', '{ __typename }'],
      ['__proto__', '{ a }'],
    ]);
    expect(readFileWith(`documents: { file: ${file} }`).documents).toEqual({ byId, only: false });
    expect(readFileWith(`documents: { file: ${file}, only: true }`).documents?.only).toBe(true);
  });

  it.each([
    ['is missing', null, /^documents\.file: cannot read .*none\.json \(ENOENT\)$/],
    ['is not JSON', 'query { secret }', /^documents\.file: .* is not a JSON object/],
    ['is a list', '["{ secret }"]', /^documents\.file: .* is not a JSON object/],
    ['holds more than texts', '{"a":{"secret":1}}', /^documents\.file: .* is not a JSON object/],
  ])('does not start when the file of documents %s', (_mistake, content, expected) => {
    const file = content === null ? join(folder.path, 'none.json') : folder.write('bad.json', content);
    const problems = problemsOf(() => readFileWith(`documents: { file: ${file} }`));
    expect(problems).toEqual([expect.stringMatching(expected)]);
    expect(problems.join()).not.toContain('secret');
  });

  it('that cannot be read is named', () => {
    expect(problemsOf(() => readConfig({ BILLGRAPH_CONFIG: join(folder.path, 'missing.yaml') }))).toEqual([
      expect.stringMatching(/^BILLGRAPH_CONFIG: cannot read .*missing\.yaml \(ENOENT\)$/),
    ]);
  });
});
