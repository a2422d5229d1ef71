import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createSigningKey,
  type KeySetAnswer,
  type KeySetServer,
  keySetOf,
  openKeySet,
  signToken,
} from '../../support/json-web-keys.ts';
import { jwtSettings, openAuthenticate } from '../../support/open-authenticate.ts';

const key = await createSigningKey('ES256');
const nextKey = await createSigningKey('ES256');
const notValid = { failure: 'not-valid' };
const unavailable = { failure: 'unavailable' };
const ada = { externalId: 'acct-1' };
const down: KeySetAnswer = { status: 500, body: '{"keys":[]}' };

const servers: KeySetServer[] = [];
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function open(answer: KeySetAnswer | null = keySetOf({ first: key })) {
  const keySet = await openKeySet(answer);
  servers.push(keySet);
  return { keySet, ...openAuthenticate({ jwt: jwtSettings(keySet.url) }) };
}

const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);
const warningsOf = (lines: readonly string[]) =>
  lines.map((line) => JSON.parse(line)).filter(({ level }) => level >= 40);
const tokenOf = (kid: string | undefined, signer = key) => signToken(signer, { header: { kid } });

describe('a key set', () => {
  it('is asked for once by all who need it at once', async () => {
    const { keySet, present } = await open();
    const token = await tokenOf('first');
    const callers = await Promise.all(Array.from({ length: 100 }, () => present(token)));
    expect(callers).toEqual(callers.map(() => expect.objectContaining(ada)));
    expect(keySet.asked).toEqual(['/jwks.json']);
  });

  it('is not asked for by a thousand tokens with keys that nobody knows', async () => {
    const { keySet, present } = await open();
    await present(await tokenOf('first'));
    pass(31);
    for (let times = 0; times < 10; times += 1) {
      const tokens = await Promise.all(
        Array.from({ length: 100 }, (_, index) => tokenOf(`${times}-${index}`)),
      );
      const answers = await Promise.all(tokens.map(present));
      expect(answers).toEqual(answers.map(() => notValid));
    }
    expect(keySet.asked).toHaveLength(2);
  });

  it('may get a new key, which is taken within half a minute, as the old one is no more', async () => {
    const { keySet, present } = await open();
    await present(await tokenOf('first'));
    keySet.answer(keySetOf({ next: nextKey }));
    pass(30);
    expect(await present(await tokenOf('next', nextKey))).toMatchObject(ada);
    expect(await present(await tokenOf('first'))).toEqual(notValid);
  });

  it('counts for ten minutes after it was had, however long it is not to be had anew', async () => {
    const { keySet, present } = await open();
    await present(await tokenOf('first'));
    keySet.answer(down);
    pass(599);
    expect(await present(await tokenOf('first'))).toMatchObject(ada);
    expect(await present(await tokenOf('unknown'))).toEqual(unavailable);
    expect(await present(await tokenOf('first'))).toMatchObject(ada);
    pass(1);
    expect(await present(await tokenOf('first'))).toEqual(unavailable);
  });

  it('may hold several keys that a token without a name for its key can be signed with', async () => {
    const keys = [nextKey.jwk, key.jwk, { ...key.jwk, use: 'enc' }];
    const { present } = await open({ status: 200, body: JSON.stringify({ keys }) });
    const stranger = await createSigningKey('ES256');
    expect(await present(await tokenOf(undefined))).toMatchObject(ada);
    expect(await present(await tokenOf(undefined, stranger))).toEqual(notValid);
  });

  it('with a key that is none leaves the tokens of that key uncheckable, and no others', async () => {
    const keys = [
      { ...key.jwk, kid: 'first' },
      { ...key.jwk, kid: 'broken', x: 'AA' },
      { ...key.jwk, kid: 'private', d: key.jwk.x },
    ];
    const { keySet, present } = await open({ status: 200, body: JSON.stringify({ keys }) });
    expect(await present(await tokenOf('broken'))).toEqual(unavailable);
    expect(await present(await tokenOf('private'))).toEqual(unavailable);
    expect(await present(await tokenOf('first'))).toMatchObject(ada);
    expect(keySet.asked).toHaveLength(1);
  });

  it('without any key is a key set all the same', async () => {
    const { present } = await open({ status: 200, body: '{"keys":[]}' });
    expect(await present(await tokenOf('first'))).toEqual(notValid);
  });
});

describe('a key set that is not to be had', () => {
  it.each<readonly [string, KeySetAnswer]>([
    ['a failure', down],
    ['nothing there', { status: 404, body: '{}' }],
    ['a redirect', { status: 302, headers: { location: '/moved.json' }, body: '' }],
    ['another success', { status: 206, body: keySetOf({ first: key }).body }],
    ['no JSON', { status: 200, body: '<html>acct-1' }],
    ['other JSON', { status: 200, body: '{"key":"acct-1"}' }],
    ['keys that are none', { status: 200, body: '{"keys":["acct-1"]}' }],
    ['a list', { status: 200, body: '[]' }],
    ['no text at all', { status: 200, body: '' }],
  ])(
    'because of %s makes tokens uncheckable, and is asked for and told once in a while',
    async (_why, answer) => {
      const { keySet, present, lines } = await open(answer);
      const token = await tokenOf('first');
      for (let times = 0; times < 10; times += 1) {
        const answers = await Promise.all(Array.from({ length: 10 }, () => present(token)));
        expect(answers).toEqual(answers.map(() => unavailable));
      }
      expect(keySet.asked).toEqual(['/jwks.json']);
      expect(warningsOf(lines)).toMatchObject([
        { msg: 'the key set of the token issuer cannot be had', reason: expect.any(String) },
      ]);
      expect(lines.join()).not.toContain('acct-1');

      keySet.answer(keySetOf({ first: key }));
      pass(5);
      expect(await present(token)).toMatchObject(ada);
    },
  );

  it('because nobody listens makes tokens uncheckable, but not what is no token at all', async () => {
    const { keySet, present, lines } = await open();
    await keySet.close();
    expect(await present(await tokenOf('first'))).toEqual(unavailable);
    expect(warningsOf(lines)).toMatchObject([{ reason: 'ECONNREFUSED' }]);
    expect(await present('garbage')).toEqual(notValid);
  });

  it('because it never comes is given up after five seconds', async () => {
    const { keySet, present } = await open(null);
    const time = new AbortController();
    const limit = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(time.signal);
    const answer = present(await tokenOf('first'));
    await vi.waitUntil(() => keySet.asked.length > 0);
    time.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    expect(await answer).toEqual(unavailable);
    expect(limit.mock.calls).toEqual([[5_000]]);
  });
});
