import type { CustomerFilter, CustomerOrder } from '../../../billing/customer-list.ts';
import type { Query } from '../../../http/path.ts';
import { customerRules } from '../customer-rules.ts';
import { toSearch } from '../search.ts';

const { longestKey, longestValue } = customerRules.metadata;

/**
 * Whether anybody can meet the conditions, given what Polar stores. Two values of one metadata key, which are
 * alternatives to Polar, cannot be met together.
 */
export function canBeMet({ search, email, metadata }: CustomerFilter): boolean {
  const values = new Map(metadata.map(({ key, value }) => [key, value]));
  return (
    isText(search ?? '') &&
    isText(email ?? '') &&
    metadata.every(
      ({ key, value }) => fits(key, longestKey) && fits(value, longestValue) && values.get(key) === value,
    )
  );
}

function fits(text: string, longest: number): boolean {
  return text !== '' && [...text].length <= longest && isText(text);
}

/** PostgreSQL keeps neither NUL nor broken Unicode. */
function isText(text: string): boolean {
  return !text.includes('\0') && !/\p{Cs}/u.test(text);
}

/** The parameters for the conditions that `GET /v1/customers/` takes. */
export function toFilterQuery({ search, email, metadata }: CustomerFilter): Query {
  return {
    ...(search !== null && toSearch(search)),
    ...(email !== null && { email }),
    ...Object.fromEntries(metadata.map(({ key, value }) => [`metadata[${key}]`, value])),
  };
}

/** The criteria for an order: as many as there are, since nothing else tells apart what is equal in the first. */
export function toSorting({ field, direction }: CustomerOrder): readonly string[] {
  const sign = direction === 'ASC' ? '' : '-';
  switch (field) {
    case 'CREATED_AT':
      return [`${sign}created_at`, 'email', 'name'];
    case 'NAME':
      return [`${sign}name`, '-created_at', 'email'];
    case 'EMAIL':
      return [`${sign}email`, '-created_at', 'name'];
  }
}
