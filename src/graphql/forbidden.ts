import { GraphQLError } from 'graphql';

/** Refuses what the caller's credentials do not allow. It says what that is, and nothing of what is there. */
export function forbidden(what: string): GraphQLError {
  return new GraphQLError(`The credentials do not allow ${what}.`, { extensions: { code: 'FORBIDDEN' } });
}
