import type { ErrorAnswer } from '../answers/error-answer.ts';
import { createErrorAnswer } from '../answers/refusal.ts';
import type { AuthenticationFailure } from './authenticate.ts';
import { keySetPauseSeconds } from './key-set-request.ts';

const challenge = 'Bearer realm="billgraph"';

const answers: Readonly<Record<AuthenticationFailure['failure'], ErrorAnswer>> = {
  missing: createErrorAnswer({
    message: 'Credentials are missing: send "Authorization: Bearer" and a token.',
    status: 401,
    code: 'UNAUTHENTICATED',
    headers: { 'www-authenticate': challenge },
  }),
  'not-valid': createErrorAnswer({
    message: 'The credentials are not valid.',
    status: 401,
    code: 'UNAUTHENTICATED',
    headers: { 'www-authenticate': `${challenge}, error="invalid_token"` },
  }),
  unavailable: createErrorAnswer({
    message: 'The credentials cannot be checked now; try again later.',
    status: 503,
    code: 'AUTH_UNAVAILABLE',
    headers: { 'retry-after': String(keySetPauseSeconds) },
  }),
};

/** The answer to a request whose caller is not known; it does not say why. */
export function toAuthenticationAnswer({ failure }: AuthenticationFailure): ErrorAnswer {
  return answers[failure];
}
