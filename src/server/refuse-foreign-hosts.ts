import type { RequestListener, ServerResponse } from 'node:http';
import { answerError } from './answers/error-answer.ts';
import { createErrorAnswer } from './answers/refusal.ts';
import { securityHeaders, setHeaders } from './answers/security-headers.ts';
import { isLoopbackHost } from './loopback-host.ts';
import { rememberByText } from './remember-by-text.ts';

/**
 * Refuses requests that were addressed to any other name than one of this machine's own. A page that lets its own name
 * lead to a loopback address is, to the browser, of the same origin as the server there, and could ask it anything.
 */
export function refuseForeignHosts(handle: RequestListener): RequestListener {
  return (request, response) => {
    const { host } = request.headers;
    if (host === undefined || isOwnName(host)) handle(request, response);
    else refuse(response);
  };
}

function refuse(response: ServerResponse): void {
  setHeaders(response, securityHeaders);
  answerError(response, foreign);
}

const foreign = createErrorAnswer({
  message:
    'This host name is not served: as long as auth is not configured, only localhost and the like are.',
  status: 403,
  code: 'FORBIDDEN',
  headers: { connection: 'close' },
});

const isOwnName = rememberByText((host) => {
  const url = `http://${host}`;
  if (!URL.canParse(url)) return false;
  const name = new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
  return isLoopbackHost(name) || name.endsWith('.localhost');
});
