import type {
  CustomerFilter,
  CustomerOrder,
  CustomerOrderField,
  CustomerQuery,
} from '../../../billing/customer-list.ts';
import { isSatisfiable } from '../../customer-filter.ts';
import { emailProblem } from '../../../billing/text-problems.ts';

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
  const emailFilters = toEmailFilters(filter.email);
  if (filter.search === null) return [withFilters({ ...conditions, sort }, emailFilters)];
  return toTextFilters(filter.search).map((filters) =>
    withFilters({ ...conditions, sort }, [...emailFilters, ...filters]),
  );
}

function withFilters(body: SearchBody, filters: readonly object[]): SearchBody {
  return filters.length === 0 ? body : { ...body, filters };
}

/** null where nobody can meet them: an empty list of ids would be no condition. */
function toConditions(filter: CustomerFilter): SearchBody | null {
  const { email, externalIds, metadata } = filter;
  const isNoEmail = email !== null && emailProblem(email) !== null;
  if (externalIds?.length === 0 || isNoEmail || !isSatisfiable(filter)) return null;
  return {
    ...(email !== null && isPlainEmail(email) && { email }),
    ...(externalIds !== null && { external_ids: externalIds }),
    ...(metadata.length > 0 && {
      metadata: Object.fromEntries(metadata.map(({ key, value }) => [key, value])),
    }),
  };
}

/** What the search surely takes for an address; others it may refuse. */
function isPlainEmail(email: string): boolean {
  return /^[\w+-]+(?:\.[\w+-]+)*@(?:[A-Za-z\d](?:[A-Za-z\d-]*[A-Za-z\d])?\.)+[A-Za-z]{2,}$/.test(email);
}

/** The same condition for the addresses that are not plain: a filter takes any text. */
function toEmailFilters(email: string | null): readonly object[] {
  return email === null || isPlainEmail(email) ? [] : [filterBy('email', 'eq', email)];
}

function filterBy(field: string, operator: 'contains' | 'not_contains' | 'eq', text: string): object {
  return { field, operator, data_type: 'string', value: { string: text } };
}

/**
 * Conditions are ANDed and there is no OR, so that a text is searched for in one column after the other, and what an
 * earlier column has found is left out. E-mail comes last: alone of the three it may be NULL, which meets no
 * `not_contains` either.
 */
function toTextFilters(text: string): readonly (readonly object[])[] {
  const filter = (field: string, operator: 'contains' | 'not_contains') => filterBy(field, operator, text);
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
