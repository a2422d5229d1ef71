import { GraphQLError } from 'graphql';
import { externalIdProblem } from '../billing/customer.ts';

/** A mistake in an argument of the query. */
export function badUserInput(argument: string, problem: string): GraphQLError {
  return new GraphQLError(`${argument}: ${problem}.`, { extensions: { code: 'BAD_USER_INPUT', argument } });
}

const mostFeatures = 100;

/** The features that an argument picks out; null where it is not given, which is all of them. */
export function checkFeatures(features: readonly string[] | null | undefined): ReadonlySet<string> | null {
  if (features == null) return null;
  if (features.length > mostFeatures) throw badUserInput('features', `must hold at most ${mostFeatures}`);
  return new Set(features);
}

/** The external id or subscription id, or the error that says why no provider can be asked for it. */
export function checkId(argument: string, id: string): string {
  const problem = externalIdProblem(id);
  if (problem !== null) throw badUserInput(argument, problem);
  return id;
}
