import { ProviderError } from '../../billing/provider-error.ts';
import { notThere } from '../../billing/write-refusal.ts';
import { refusing } from '../refused-write.ts';

/**
 * Opens a session and throws a WriteRefusal where Polar refuses the input. A missing customer is a 422 at `customer_id`.
 * For a team, `POST /v1/customer-sessions/` wants one of its members, whom nobody can name here: that is unsupported.
 */
export function openingSession<Session>(provider: string, opening: Promise<Session>): Promise<Session> {
  return refusing(
    opening.catch((error: unknown) => {
      throw error instanceof ProviderError ? toSessionFailure(provider, error) : error;
    }),
  );
}

function toSessionFailure(provider: string, error: ProviderError): Error {
  const refused = error.fields.map(({ path }) => path[0]);
  if (refused.includes('customer')) return notThere(error);
  if (!refused.includes('member')) return error;
  return new ProviderError({ provider, failure: 'unsupported', detail: 'a team', cause: error });
}
