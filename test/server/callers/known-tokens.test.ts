import { createPublicKey } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anyone } from '../../../src/graphql/caller.ts';
import { createKnownTokens } from '../../../src/server/callers/known-tokens.ts';
import { createSigningKey, signToken } from '../../support/json-web-keys.ts';
import { jwtSettings, openAuthenticate } from '../../support/open-authenticate.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

const later = (seconds: number) => Date.now() + seconds * 1000;

describe('a token that was found good', () => {
  it('is known for half a minute, and no other one', () => {
    const tokens = createKnownTokens();
    tokens.add('a.b.c', anyone, later(3600));
    expect([tokens.find('a.b.c'), tokens.find('a.b.d')]).toEqual([anyone, null]);
    vi.setSystemTime(later(29));
    expect(tokens.find('a.b.c')).toBe(anyone);
    vi.setSystemTime(later(1));
    expect(tokens.find('a.b.c')).toBeNull();
  });

  it('is known no longer than it is valid', () => {
    const tokens = createKnownTokens();
    tokens.add('a.b.c', anyone, later(5));
    vi.setSystemTime(later(5));
    expect(tokens.find('a.b.c')).toBeNull();
  });

  it('makes room for others in the end', () => {
    const tokens = createKnownTokens();
    const names = Array.from({ length: 300 }, (_, index) => `${index}.`.padEnd(4000, 'x'));
    for (const name of names) tokens.add(name, anyone, later(3600));
    expect(tokens.find(names[0] ?? '')).toBeNull();
    expect(tokens.find(names[299] ?? '')).toBe(anyone);
  });

  it('tells of its caller at once when it comes again, and is refused once it has expired', async () => {
    const key = await createSigningKey('ES256');
    const { present } = openAuthenticate({
      jwt: jwtSettings(createPublicKey(key.pem), { algorithms: ['ES256'] }),
    });
    const token = await signToken(key, { claims: { exp: Math.floor(Date.now() / 1000) - 20 } });
    const first = await present(token);
    expect(first).toMatchObject({ externalId: 'acct-1' });
    expect(present(token)).toBe(first);
    expect(await present(`${token.slice(0, -2)}AA`)).toEqual({ failure: 'not-valid' });
    vi.setSystemTime(later(11));
    expect(await present(token)).toEqual({ failure: 'not-valid' });
  });
});
