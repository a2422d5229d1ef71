import { type GraphQLResolveInfo, responsePathAsArray } from 'graphql';
import type { Stale, TellStale } from '../loaders/reading.ts';
import type { ErrorCode } from './error-code.ts';
import { codeOf } from './provider-failure.ts';

/** Where a field stands in the answer. */
export type Path = GraphQLResolveInfo['path'];

/** A field that was answered with what was read before, since its provider could not be asked now. */
interface StaleField {
  /** As in an error. */
  readonly path: readonly (string | number)[];
  /** The account's configured name. */
  readonly provider: string;
  /** When the oldest of what the field is made of was read. */
  readonly asOf: Date;
  /** Why it could not be read now. */
  readonly reason: ErrorCode;
}

/** The stale fields of one answer. */
export interface StaleFields {
  /** Whom to tell what is stale about the field at this place. */
  at(path: Path): TellStale;
  /** One for each field and account. */
  list(): readonly StaleField[];
}

/** Notes the stale fields of one answer. */
export function createStaleFields(): StaleFields {
  // As a rule there are none.
  let fields: Map<string, StaleField> | null = null;
  return {
    at: (path) => (stale) => {
      const field = toField(path, stale);
      const name = JSON.stringify([field.provider, field.path]);
      fields ??= new Map();
      const known = fields.get(name);
      if (known === undefined || field.asOf < known.asOf) fields.set(name, field);
    },
    list: () => (fields === null ? none : [...fields.values()]),
  };
}

const none: readonly StaleField[] = [];

function toField(path: Path, { provider, asOf, reason }: Stale): StaleField {
  return { path: responsePathAsArray(path), provider, asOf, reason: codeOf(reason) };
}

/** The place of an item of a list that stands at the path. */
export function itemPath(list: Path, index: number): Path {
  return { prev: list, key: index, typename: undefined };
}
