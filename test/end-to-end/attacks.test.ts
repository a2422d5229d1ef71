import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFindKeyHolder } from '../../src/server/callers/api-keys.ts';
import { securityHeaders } from '../../src/server/answers/security-headers.ts';
import { signToken } from '../support/json-web-keys.ts';
import { bearer, codesOf, type HttpAnswer } from '../support/http-exchange.ts';
import { openTarget, type Target } from '../support/open-target.ts';
import { sendRaw } from '../support/send-raw.ts';
import { credentialAttacks } from './attacks/credential-attacks.ts';
import { documentAttacks, doubledField } from './attacks/document-attacks.ts';
import { expectService } from './attacks/expect-service.ts';
import { hostileIds, questionsWith } from './attacks/hostile-ids.ts';
import { endlessChunks, rawAttacks, tunnel } from './attacks/raw-attacks.ts';
import { forwarding, preflightFrom, requestAttacks } from './attacks/request-attacks.ts';
import { creation, lookup, scopeAttacks, scopesOfNothing } from './attacks/scope-attacks.ts';
import { typos } from './attacks/typos.ts';

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterEach(() => expectService(target));
afterAll(() => target.close());

const graphqlTypes = [
  ['application/graphql-response+json', 400],
  ['application/json', 200],
] as const;

describe('a document that asks for too much is refused without a call', () => {
  describe.each(graphqlTypes)('in %s', (accept, status) => {
    it.each(documentAttacks)(
      '%s',
      async (_name, { query, variables = {}, code, errors = 1, jsonStatus = status }) => {
        const answer = await target.send({ headers: { accept }, body: { query, variables } });
        expect([answer.status, codesOf(answer)]).toEqual([jsonStatus, Array(errors).fill(code)]);
        expect(answer.data).toBeUndefined();
        expect(target.takeCalls()).toEqual([]);
      },
    );
  });

  it.each([-1, 0, 101, 1_000_000_000])('a page of %i customers', async (first) => {
    const answer = await target.send({ body: { query: `{ customers(first: ${first}) { nodes { id } } }` } });
    expect([answer.data, codesOf(answer)]).toEqual([null, ['BAD_USER_INPUT']]);
    expect(target.takeCalls()).toEqual([]);
  });

  it('and one that only looks like much is answered with the little that it is', async () => {
    const { text } = await target.send({ body: { query: doubledField } });
    expect(text).toBe('{"data":{"__typename":"Query"}}');
  });
});

describe('a request that breaks a rule is refused without a call', () => {
  describe.each(graphqlTypes)('in %s', (accept) => {
    it.each(requestAttacks)('%s', async (_name, { request, status, code = 'BAD_USER_INPUT' }) => {
      const answer = await target.send({ ...request, headers: { accept, ...request.headers } });
      expect([answer.status, codesOf(answer)]).toEqual([status, [code]]);
      expect(answer.headers).toMatchObject(securityHeaders);
      expect(target.takeCalls()).toEqual([]);
    });
  });

  it.each(rawAttacks)('%s', async (_name, bytes, status) => {
    const answer = await sendRaw(target.port, bytes);
    expect(answer.status).toBe(status);
    expect(answer.body).toContain('"code":"BAD_USER_INPUT"');
    expect(Object.fromEntries(answer.headers)).toMatchObject(securityHeaders);
    expect(target.takeCalls()).toEqual([]);
  });

  it('a tunnel is closed on', async () => {
    expect((await sendRaw(target.port, tunnel)).status).toBeNaN();
  });

  it('chunks without end are cut', async () => {
    expect((await sendRaw(target.port, endlessChunks)).status).toBe(413);
  });
});

describe('another origin', () => {
  it.each(['https://evil.example', 'null', 'http://127.0.0.1'])(
    '%s gets no leave to read',
    async (origin) => {
      const posted = await target.send({ headers: { origin }, body: { query: '{ __typename }' } });
      const asked = await target.send(preflightFrom(origin));
      for (const { headers } of [posted, asked]) {
        expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
      }
    },
  );

  it.each([
    ['text/html', 404],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 404],
  ])('finds no page to put into a frame, asking for %s', async (accept, expected) => {
    const { status, headers, text } = await target.send({ method: 'GET', headers: { accept } });
    expect(status).toBe(expected);
    expect(text).not.toContain('<');
    expect(headers).toMatchObject(securityHeaders);
  });

  it('is not believed whom it forwards for', async () => {
    const refused = await target.send({ headers: { ...forwarding, authorization: undefined } });
    expect(refused.status).toBe(401);
    const { data, headers } = await target.send({ headers: forwarding, body: { query: '{ __typename }' } });
    expect(data).toEqual({ __typename: 'Query' });
    expect(JSON.stringify(headers)).not.toContain('evil');
  });
});

describe('somebody who cannot say who they are is refused without a call', () => {
  const asked = [
    { body: { query: lookup } },
    { method: 'GET', target: '/customers.csv?provider=lago' },
  ] as const;

  it.each([['nothing', () => undefined] as const, ...credentialAttacks])('with %s', async (_what, forge) => {
    const authorization = await forge(target);
    for (const request of asked) {
      const answer = await target.send({ ...request, headers: { authorization } });
      expect([answer.status, codesOf(answer)]).toEqual([401, ['UNAUTHENTICATED']]);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="billgraph"/);
    }
    expect(target.takeCalls()).toEqual([]);
    expect(target.keySet.asked).not.toContain('/mine');
  });

  it('however many keys they make up, and the issuer is left in peace', async () => {
    for (let batch = 0; batch < 20; batch += 1) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, async (_, index) => {
          const token = await signToken(target.signing.ec, { header: { kid: `made-up-${batch}-${index}` } });
          return target.send({ headers: bearer(token), body: { query: lookup } });
        }),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    }
    expect(target.keySet.asked.length).toBeLessThanOrEqual(2);
    expect(target.takeCalls()).toEqual([]);
  });

  it('and the time of an answer does not tell whose key is nearly right: every key is looked at', () => {
    const sha256 = '2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683';
    const holders = ['first', 'last'].map((name) => ({ name, sha256, scopes: [] }));
    expect(createFindKeyHolder(holders)('key')).toMatchObject({ name: 'key:last' });
  });
});

describe('somebody who may do little is held to it without a call', () => {
  it.each(scopeAttacks)('%s', async (_what, key, query) => {
    const answer = await target.send({ headers: bearer(key), body: { query } });
    expect([answer.status, codesOf(answer)]).toEqual([200, ['FORBIDDEN']]);
    expect(target.takeCalls()).toEqual([]);
  });

  it.each(scopesOfNothing)('with the scope %j', async (scope) => {
    const token = await signToken(target.signing.ec, {
      claims: { scope, sub: 'acct-2' },
      header: { kid: 'ec' },
    });
    const ask = (query: string) => target.send({ headers: bearer(token), body: { query } });
    expect(codesOf(await ask(creation))).toEqual(['FORBIDDEN']);
    expect((await ask(lookup)).data).toEqual({ customerByExternalId: null });
    expect(target.takeCalls()).toEqual([]);
  });
});

describe('a hostile id leads to no other path', () => {
  it.each(hostileIds)('%j', async (hostile) => {
    for (const body of questionsWith(hostile)) {
      const answer = await target.send({ body });
      expect(answer.status).toBeLessThan(500);
      expect(new Set([...codesOf(answer), 'BAD_USER_INPUT'])).toEqual(new Set(['BAD_USER_INPUT']));
      expect(answer.text).not.toMatch(/(?:Update|Delete)CustomerPayload|PortalSessionPayload/);
    }
    for (const { target: asked } of target.takeCalls()) {
      const [path = ''] = asked.split('?');
      expect(new URL(path, 'http://provider').pathname).toBe(path);
      expect(path).toMatch(
        /^\/(?:api\/)?v1\/customers\/?(?:(?:external\/|portal\/)?[^/]+)?(?:\/portal_url)?$/,
      );
    }
  });
});

it('a name that is nearly right is not corrected, whatever it is the name of', async () => {
  const answers: HttpAnswer[] = [];
  for (let index = 0; index < typos.length; index += 20) {
    const sent = typos.slice(index, index + 20).map((query) => target.send({ body: { query } }));
    answers.push(...(await Promise.all(sent)));
  }
  expect(answers.flatMap(codesOf).length).toBeGreaterThan(1000);
  expect(answers.filter(({ text }) => /did you mean/i.test(text))).toEqual([]);
  expect(target.takeCalls()).toEqual([]);
}, 20_000);

it('an operation has one line of the log, and no long name gets into it', async () => {
  await target.send({ body: { query: `query ${'N'.repeat(129)} { __typename }` } });
  await target.send({ body: { query: `query ${'M'.repeat(128)} { __typename }` } });
  expect(target.lines.filter((line) => line.includes('NNN'))).toEqual([]);
  expect(target.lines.filter((line) => line.includes('MMM'))).toHaveLength(1);
});
