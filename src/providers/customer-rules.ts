import { type Address, addressParts, externalIdProblem, type MetadataEntry } from '../billing/customer.ts';
import type { CustomerChanges, CustomerFields, NewCustomer } from '../billing/customer-write.ts';
import { type FieldIssue, invalidInput } from '../billing/write-refusal.ts';
import { lengthProblem, storageProblem } from '../billing/text-problems.ts';

/** What a provider takes in one field of text. */
interface TextRule {
  /** In characters. */
  readonly longest?: number;
  /** Whether a new customer has to have it. */
  readonly required?: boolean;
  /** False where the provider cannot take it away again. */
  readonly clearable?: boolean;
  /** What else is wrong with the text, or null. */
  readonly problem?: (text: string) => string | null;
}

/** What a provider takes in an address. */
interface AddressRule {
  /** False where the address as a whole cannot be taken away again. */
  readonly clearable?: boolean;
  readonly parts: Readonly<Record<keyof Address, TextRule>>;
}

/** What a provider takes in metadata. */
interface MetadataRule {
  readonly most?: number;
  readonly longestKey?: number;
  readonly shortestValue?: number;
  readonly longestValue?: number;
}

type TextField = Exclude<keyof CustomerFields, 'address' | 'metadata'>;

/** What a provider takes of a customer; null is a field that it has no place for. */
export interface CustomerRules extends Readonly<Record<TextField, TextRule | null>> {
  readonly externalId: TextRule;
  readonly address: AddressRule | null;
  readonly metadata: MetadataRule;
}

/** Throws a WriteRefusal with every issue that the provider would have with a new customer. */
export function checkNewCustomer(rules: CustomerRules, customer: NewCustomer): void {
  refuse([...newExternalIdIssues(rules, customer), ...fieldIssues(rules, customer, 'create')]);
}

/** Throws a WriteRefusal with every issue that the provider would have with the changes. */
export function checkChanges(rules: CustomerRules, changes: CustomerChanges): void {
  refuse([...changedExternalIdIssues(rules, changes), ...fieldIssues(rules, changes, 'update')]);
}

type Purpose = 'create' | 'update';

function refuse(issues: readonly FieldIssue[]): void {
  if (issues.length > 0) throw invalidInput(issues);
}

function newExternalIdIssues({ externalId: rule }: CustomerRules, { externalId }: NewCustomer) {
  return issueAt(['externalId'], textProblem(rule, externalId) ?? externalIdProblem(externalId));
}

function changedExternalIdIssues({ externalId: rule }: CustomerRules, { externalId }: CustomerChanges) {
  if (externalId === undefined) return [];
  const problem =
    externalId === null
      ? 'cannot be cleared'
      : (textProblem(rule, externalId) ?? externalIdProblem(externalId));
  return issueAt(['externalId'], problem);
}

function fieldIssues(rules: CustomerRules, fields: CustomerFields, purpose: Purpose): readonly FieldIssue[] {
  return [
    ...textIssues(['name'], rules.name, fields.name, purpose),
    ...textIssues(['email'], rules.email, fields.email, purpose),
    ...textIssues(['phone'], rules.phone, fields.phone, purpose),
    ...textIssues(['currency'], rules.currency, fields.currency, purpose),
    ...textIssues(['timezone'], rules.timezone, fields.timezone, purpose),
    ...textIssues(['locale'], rules.locale, fields.locale, purpose),
    ...textIssues(['taxId'], rules.taxId, fields.taxId, purpose),
    ...addressIssues(rules.address, fields.address, purpose),
    ...metadataIssues(rules.metadata, fields.metadata ?? []),
  ];
}

function textIssues(
  path: readonly string[],
  rule: TextRule | null,
  text: string | null | undefined,
  purpose: Purpose,
): readonly FieldIssue[] {
  if (text == null) return issueAt(path, absenceProblem(rule, text, purpose));
  return issueAt(path, rule === null ? 'has no place at this provider' : textProblem(rule, text));
}

/** Clearing what a provider has no place for is done already. */
function absenceProblem(rule: TextRule | null, text: null | undefined, purpose: Purpose): string | null {
  if (purpose === 'create') return rule?.required === true ? 'is needed by this provider' : null;
  return text === null && rule?.clearable === false ? 'cannot be cleared at this provider' : null;
}

function addressIssues(
  rule: AddressRule | null,
  address: CustomerFields['address'],
  purpose: Purpose,
): readonly FieldIssue[] {
  if (address === undefined) return [];
  if (address === null) {
    const stuck = purpose === 'update' && rule?.clearable === false;
    return issueAt(['address'], stuck ? 'cannot be cleared at this provider' : null);
  }
  if (rule === null) return issueAt(['address'], 'has no place at this provider');
  return addressParts.flatMap((part) =>
    textIssues(['address', part], rule.parts[part], address[part], purpose),
  );
}

function metadataIssues(rule: MetadataRule, metadata: readonly MetadataEntry[]): readonly FieldIssue[] {
  const seen = new Set<string>();
  const isRepeated = (key: string) => {
    const repeated = seen.has(key);
    seen.add(key);
    return repeated;
  };
  return [
    ...issueAt(['metadata'], tooMany(rule.most, metadata.length)),
    ...metadata.flatMap(({ key, value }, index) => [
      ...issueAt(['metadata', String(index), 'key'], keyProblem(rule, key, isRepeated(key))),
      ...issueAt(['metadata', String(index), 'value'], valueProblem(rule, value)),
    ]),
  ];
}

function tooMany(most: number | undefined, count: number): string | null {
  return most !== undefined && count > most
    ? `must not have more than ${most} entries at this provider`
    : null;
}

function keyProblem({ longestKey }: MetadataRule, key: string, repeated: boolean): string | null {
  if (key === '') return 'must not be empty';
  if (repeated) return 'must not occur twice';
  return textProblem(longestKey === undefined ? {} : { longest: longestKey }, key);
}

function valueProblem({ shortestValue = 0, longestValue }: MetadataRule, value: string): string | null {
  if (value.length < shortestValue) return 'must not be empty at this provider';
  return textProblem(longestValue === undefined ? {} : { longest: longestValue }, value);
}

function textProblem({ longest = Number.POSITIVE_INFINITY, problem }: TextRule, text: string): string | null {
  return storageProblem(text) ?? lengthProblem(text, longest) ?? problem?.(text) ?? null;
}

function issueAt(path: readonly string[], problem: string | null): readonly FieldIssue[] {
  return problem === null ? [] : [{ path, message: problem }];
}
