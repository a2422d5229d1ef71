import type { MetadataEntry } from '../../../billing/customer.ts';
import type { CustomerFilter, CustomerOrder } from '../../../billing/customer-list.ts';
import type { Query } from '../../../http/path.ts';
import { isSatisfiable } from '../../customer-filter.ts';
import { customerRules } from '../customer-rules.ts';
import { toSearch } from '../search.ts';

const { longestKey, longestValue } = customerRules.metadata;

/** Whether anybody can meet the conditions, given what Polar stores. To Polar two values of one key are alternatives. */
export function canBeMet(filter: CustomerFilter): boolean {
  return isSatisfiable(filter) && filter.metadata.every(fits);
}

function fits({ key, value }: MetadataEntry): boolean {
  return key !== '' && value !== '' && [...key].length <= longestKey && [...value].length <= longestValue;
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
