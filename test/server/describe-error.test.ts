import { describe, expect, it } from 'vitest';
import { describeError } from '../../src/server/describe-error.ts';
import { createFakeProvider } from '../support/fake-provider.ts';
import { serveNobody } from '../support/serve-nobody.ts';

const secret = 'ada@example.com';

/** The error that the work ends in. */
function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('there is none');
}

describe('a mistake of our own', () => {
  it('is told with its message, its places and what led to it', () => {
    const cause = Object.assign(new Error('listen'), { code: 'EADDRINUSE' });
    expect(describeError(new TypeError('no such function', { cause }))).toEqual({
      type: 'TypeError',
      message: 'no such function',
      stack: expect.stringMatching(/^ {4}at .*describe-error\.test\.ts/),
      cause: expect.objectContaining({ type: 'Error', message: 'listen', code: 'EADDRINUSE' }),
    });
  });

  it.each([
    ['a URL', () => new URL(`http://me:${secret}@:x`)],
    ['JSON', () => JSON.parse(`${secret}`)],
    ['a whole number', () => BigInt(secret)],
    ['a currency', () => new Intl.NumberFormat('en', { style: 'currency', currency: secret })],
    ['bytes', () => Buffer.from('x', 'utf8').write(secret, -1)],
    ['a property of the error', () => Promise.reject(Object.assign(new Error('bug'), { record: [secret] }))],
    [
      'an error in an error',
      () => {
        throw new Error('bug', { cause: errorOf(() => JSON.parse(secret)) });
      },
    ],
    [
      'what is no error',
      () => {
        throw secret;
      },
    ],
  ])('about %s does not tell what it was', async (_what, work) => {
    const error = await new Promise((resolve, reject) => {
      Promise.resolve().then(work).then(reject, resolve);
    });
    expect(JSON.stringify(describeError(error))).not.toContain(secret);
  });

  it('goes to the log like that', async () => {
    const fake = createFakeProvider({ name: 'lago' });
    const byExternalIds = () => Promise.reject(errorOf(() => JSON.parse(secret)));
    const { ask, lines } = serveNobody({
      providers: [{ ...fake, customers: { ...fake.customers, byExternalIds } }],
    });
    const { errors } = await ask('{ customerByExternalId(provider: "lago", externalId: "x") { id } }');
    expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    expect(lines).toContainEqual(
      expect.objectContaining({
        msg: 'internal error',
        err: expect.objectContaining({ type: 'SyntaxError' }),
      }),
    );
    expect(JSON.stringify(lines)).not.toContain(secret);
  });
});
