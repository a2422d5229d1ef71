import { builder } from '../builder.ts';
import type { FailureName } from '../write-failure.ts';
import { failureTypes } from './mutation-errors.ts';

type Payload<Shape> = PothosSchemaTypes.ObjectRef<typeof builder.$inferSchemaTypes, Shape>;

/** The union that a mutation of this name results in: its payload, or one of the failures. */
export function createMutationResult<Shape extends object, Name extends FailureName>(
  mutation: string,
  payload: Payload<Shape>,
  failures: readonly Name[],
) {
  return builder.unionType(`${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Result`, {
    description: `What came of \`${mutation}\`.`,
    types: [payload, ...failures.map((failure) => failureTypes[failure])],
    resolveType: (result) => ('failure' in result ? result.failure : payload),
  });
}
