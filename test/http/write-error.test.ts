import { errors } from 'undici';
import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { outcomeUnknown, toWriteError } from '../../src/http/write-error.ts';

const system = (code: string, syscall?: string) =>
  Object.assign(new Error(code), { code, ...(syscall !== undefined && { syscall }) });
const answered = (status: number) =>
  new ProviderError({
    provider: 'acme',
    failure: 'unavailable',
    status,
    reason: 'busy',
    detail: 'cut short',
  });

describe('a write that was never sent', () => {
  it.each([
    ['nobody listens', system('ECONNREFUSED', 'connect')],
    ['no route leads there', system('ENETUNREACH', 'connect')],
    ['none of several addresses answers', Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' })],
    ['the name is not known', system('ENOTFOUND', 'getaddrinfo')],
    ['names cannot be asked for', system('EAI_AGAIN', 'getaddrinfo')],
    ['no connection comes about in time', new errors.ConnectTimeoutError()],
    ['the connections are closed', new errors.ClientClosedError()],
    ['the certificate has expired', system('CERT_HAS_EXPIRED')],
    ['the certificate is for another name', system('ERR_TLS_CERT_ALTNAME_INVALID')],
    ['the certificate is its own authority', system('DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['the certificate hangs on an authority of its own', system('SELF_SIGNED_CERT_IN_CHAIN')],
    ['the certificate hangs on nothing known', system('UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
    ['the other side does not speak TLS', system('ERR_SSL_WRONG_VERSION_NUMBER')],
    ['the other side speaks no TLS of ours', system('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION')],
    ['the other side refuses the handshake', system('ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE')],
  ])('because %s has certainly not happened', (_why, cause) => {
    expect(toWriteError('acme', cause)).toMatchObject({
      failure: 'unavailable',
      status: null,
      cause,
    });
  });
});

describe('a write that was sent', () => {
  it.each([
    ['the connection is reset', system('ECONNRESET', 'read')],
    ['the connection breaks while it is written', system('EPIPE', 'write')],
    ['the connection just ends', new errors.SocketError('other side closed')],
    ['the connection is torn down', new errors.ClientDestroyedError()],
    ['TLS breaks within the connection', system('ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC')],
    ['TLS is given up by the other side', system('ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR')],
    ['no headers come', new errors.HeadersTimeoutError()],
    ['no body comes', new errors.BodyTimeoutError()],
    ['the headers never end', new errors.HeadersOverflowError()],
    ['the answer is not HTTP', new errors.HTTPParserError('Parse Error')],
    ['the time is up', new DOMException('the call took too long', 'TimeoutError')],
    ['a success cannot be read', answered(200)],
    ['the provider failed', answered(500)],
    ['the provider is busy', answered(503)],
    ['a proxy gave up waiting', answered(504)],
  ])('may have happened when %s', (_why, error) => {
    expect(toWriteError('acme', error)).toMatchObject({ failure: 'outcome-unknown', provider: 'acme' });
  });

  it.each([302, 307, 400, 401, 403, 404, 409, 422, 429])(
    'has certainly not happened when it is answered with %i',
    (status) => {
      const refusal = answered(status);
      expect(toWriteError('acme', refusal)).toBe(refusal);
    },
  );

  it('keeps what the answer said', () => {
    const error = answered(503);
    expect(outcomeUnknown(error)).toMatchObject({ status: 503, reason: 'busy', detail: 'cut short' });
    expect(outcomeUnknown(error).retryable).toBe(false);
  });
});

it.each([
  new TypeError('bug'),
  new errors.InvalidArgumentError('bad header'),
  system('ERR_INVALID_ARG_TYPE'),
])('a mistake of our own stays what it is: %s', (error) => {
  expect(toWriteError('acme', error)).toBe(error);
});
