/** Whether the error is one that only a TLS handshake ends in; other ERR_SSL_ codes may also break a connection in use. */
export function isHandshakeFailure(error: unknown): boolean {
  return error instanceof Error && 'code' in error && failedHandshake.test(String(error.code));
}

const failedHandshake =
  /^(?:ERR_TLS_CERT_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|ERR_SSL_(?:WRONG_VERSION_NUMBER|UNSUPPORTED_PROTOCOL|\w+_ALERT_(?:PROTOCOL_VERSION|HANDSHAKE_FAILURE))$)/;
