import {
  type CustomerFilter,
  type CustomerOrder,
  type CustomerQuery,
  newestFirst,
} from '../billing/customer-list.ts';
import type { MetadataEntry } from '../billing/customer.ts';
import { emailProblem, lengthProblem, storageProblem } from '../billing/text-problems.ts';
import { badUserInput, checkId } from './bad-user-input.ts';

/** The conditions as a client gives them. */
export interface CustomerFilterInput {
  readonly search?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly externalIds?: readonly string[] | null | undefined;
  readonly metadata?: readonly MetadataEntry[] | null | undefined;
}

const longestSearch = 256;
const longestEmail = 320;
const mostExternalIds = 100;
const mostMetadata = 10;
const longestKey = 100;
const longestValue = 500;

/** The query of these arguments, or the error that names the one that is wrong. */
export function toCustomerQuery(
  filter: CustomerFilterInput | null | undefined,
  order: CustomerOrder | null | undefined,
): CustomerQuery {
  return { filter: toFilter(filter ?? {}), order: order ?? newestFirst };
}

function toFilter({ search, email, externalIds, metadata }: CustomerFilterInput): CustomerFilter {
  return {
    search: search == null ? null : checkSearch(search),
    email: email == null ? null : checkEmail(email),
    externalIds: externalIds == null ? null : checkExternalIds(externalIds),
    metadata: checkMetadata(metadata ?? []),
  };
}

/** Providers differ in what white space around a search means, so it means nothing. */
function checkSearch(search: string): string | null {
  return checkText('filter.search', search.trim(), longestSearch) || null;
}

function checkEmail(email: string): string {
  const argument = 'filter.email';
  const problem = emailProblem(checkText(argument, email, longestEmail));
  if (problem !== null) throw badUserInput(argument, problem);
  return email;
}

function checkExternalIds(externalIds: readonly string[]): readonly string[] {
  const argument = 'filter.externalIds';
  checkCount(argument, externalIds, mostExternalIds);
  return externalIds.map((externalId, index) => checkId(`${argument}[${index}]`, externalId));
}

function checkMetadata(metadata: readonly MetadataEntry[]): readonly MetadataEntry[] {
  checkCount('filter.metadata', metadata, mostMetadata);
  return metadata.map(({ key, value }, index) => {
    const argument = `filter.metadata[${index}]`;
    if (key === '') throw badUserInput(`${argument}.key`, 'must not be empty');
    return {
      key: checkText(`${argument}.key`, key, longestKey),
      value: checkText(`${argument}.value`, value, longestValue),
    };
  });
}

function checkCount(argument: string, items: readonly unknown[], most: number): void {
  if (items.length > most) throw badUserInput(argument, `must not hold more than ${most}`);
}

function checkText(argument: string, text: string, longest: number): string {
  const problem = storageProblem(text) ?? lengthProblem(text, longest);
  if (problem !== null) throw badUserInput(argument, problem);
  return text;
}
