import type {
  CustomerFilter,
  CustomerOrder,
  CustomerOrderField,
  CustomerQuery,
} from '../../../billing/customer-list.ts';
import { emailProblem } from '../../customer-rules.ts';

/** What narrows and sorts a `POST /customers/search`. */
export type SearchBody = Readonly<Record<string, unknown>>;

/**
 * The searches that together find what the query asks for, each customer in one of them only; none where nobody can
 * meet its conditions.
 */
export function toSearchBodies({ filter, order }: CustomerQuery): readonly SearchBody[] {
  const conditions = toConditions(filter);
  if (conditions === null) return [];
  const sort = toSort(order);
  if (filter.search === null) return [{ ...conditions, sort }];
  return toTextFilters(filter.search).map((filters) => ({ ...conditions, filters, sort }));
}

/** null where nobody can meet them: an empty list of ids would be no condition. */
function toConditions({ email, externalIds, metadata }: CustomerFilter): SearchBody | null {
  const entries = new Map(metadata.map(({ key, value }) => [key, value]));
  const contradicts = metadata.some(({ key, value }) => entries.get(key) !== value);
  if (externalIds?.length === 0 || contradicts) return null;
  // The search refuses what is no e-mail address, and takes an empty one for no condition.
  if (email !== null && emailProblem(email) !== null) return null;
  return {
    ...(email !== null && { email }),
    ...(externalIds !== null && { external_ids: externalIds }),
    ...(entries.size > 0 && { metadata: Object.fromEntries(entries) }),
  };
}

/**
 * Conditions are ANDed and there is no OR, so that a text is searched for in one column after the other, and what an
 * earlier column has found is left out. E-mail comes last: alone of the three it may be NULL, which meets no
 * `not_contains` either.
 */
function toTextFilters(text: string): readonly (readonly object[])[] {
  const filter = (field: string, operator: 'contains' | 'not_contains') => ({
    field,
    operator,
    data_type: 'string',
    value: { string: text },
  });
  return [
    [filter('external_id', 'contains')],
    [filter('name', 'contains'), filter('external_id', 'not_contains')],
    [filter('email', 'contains'), filter('external_id', 'not_contains'), filter('name', 'not_contains')],
  ];
}

const columnOf: Readonly<Record<CustomerOrderField, string>> = {
  CREATED_AT: 'created_at',
  NAME: 'name',
  EMAIL: 'email',
};

/** The id sets apart what is otherwise equal, so that a window never depends on where the database begins to read. */
function toSort({ field, direction }: CustomerOrder): readonly object[] {
  return [
    { field: columnOf[field], direction: direction === 'ASC' ? 'asc' : 'desc' },
    { field: 'id', direction: 'asc' },
  ];
}
