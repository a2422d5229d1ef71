/** Every code that an error of the graph can carry, and what it tells a client: the values of the enum ErrorCode. */
export const errorCodes = {
  BAD_USER_INPUT: {
    description: 'An argument or input is wrong; the message names it. Nothing was changed.',
  },
  NOT_FOUND: { description: 'There is no such thing.' },
  CONFLICT: { description: 'The present state does not allow it.' },
  UNAUTHENTICATED: { description: 'Credentials are missing or not valid.' },
  AUTH_UNAVAILABLE: {
    description:
      'The credentials cannot be checked now, since what signs them cannot be asked; try again later.',
  },
  FORBIDDEN: { description: 'The credentials do not allow it.' },
  UNSUPPORTED_BY_PROVIDER: { description: 'This provider, or this account of it, has no such thing.' },
  PROVIDER_UNAUTHENTICATED: {
    description:
      "The provider refuses billgraph's own key: an operator has to act, signing in again does not help.",
  },
  PROVIDER_FORBIDDEN: {
    description: "The provider does not let billgraph's key do this: an operator has to act.",
  },
  PROVIDER_RATE_LIMITED: { description: 'The provider wants fewer calls; try again after `retryAfter`.' },
  PROVIDER_REJECTED: { description: 'The provider refused the request as it was put.' },
  PROVIDER_TIMED_OUT: { description: 'The provider did not answer in time.' },
  PROVIDER_UNAVAILABLE: { description: 'The provider could not be reached or failed.' },
  PROVIDER_BAD_RESPONSE: { description: 'The provider answered something that cannot be relied on.' },
  OUTCOME_UNKNOWN: { description: 'A change was sent and no answer came: it may or may not have happened.' },
  QUERY_TOO_EXPENSIVE: {
    description:
      'The operation asks for more than is allowed: more provider calls, told by `price` and `limit`, or more of what `limitOf` names.',
  },
  RATE_LIMITED: { description: 'The caller has asked too much; try again after `retryAfter`.' },
  OVERLOADED: {
    description: 'billgraph has too much to do at the moment; nothing was asked or changed. Try again later.',
  },
  INTERNAL_SERVER_ERROR: { description: 'billgraph itself failed; the details are in its log.' },
} as const;

/** The code of an error in the graph: the value of `extensions.code`. */
export type ErrorCode = keyof typeof errorCodes;
