import { countries } from '../../countries.ts';
import { databaseError, invalid } from '../refusal.ts';
import type { Fields } from '../request/fields.ts';

/** What a create or an update of a customer says; null is a field that it leaves out. */
export interface CustomerInput {
  readonly external_id: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly contact: string | null;
  readonly address_line1: string | null;
  readonly address_line2: string | null;
  readonly address_city: string | null;
  readonly address_state: string | null;
  readonly address_postal_code: string | null;
  readonly address_country: string | null;
  readonly timezone: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
}

/** A check by the validation library: its tag, and whether the text passes. */
interface Rule {
  readonly column: Exclude<keyof CustomerInput, 'metadata'>;
  /** The field's name in the provider's source, by which the error is keyed. */
  readonly goName: string;
  readonly tag: string;
  readonly passes: (text: string) => boolean;
}

const sharedRules: readonly Rule[] = [
  { column: 'email', goName: 'Email', tag: 'email', passes: isEmail },
  { column: 'contact', goName: 'Contact', tag: 'max', passes: atMost(20) },
  { column: 'address_line1', goName: 'AddressLine1', tag: 'max', passes: atMost(255) },
  { column: 'address_line2', goName: 'AddressLine2', tag: 'max', passes: atMost(255) },
  { column: 'address_city', goName: 'AddressCity', tag: 'max', passes: atMost(100) },
  { column: 'address_state', goName: 'AddressState', tag: 'max', passes: atMost(100) },
  { column: 'address_postal_code', goName: 'AddressPostalCode', tag: 'max', passes: atMost(20) },
  {
    column: 'address_country',
    goName: 'AddressCountry',
    tag: 'iso3166_1_alpha2',
    passes: (text) => countries.includes(text),
  },
  { column: 'timezone', goName: 'Timezone', tag: 'timezone', passes: isTimeZone },
];

/** The body of a create or an update, its types checked but not its values. */
export function readCustomerInput(fields: Fields): CustomerInput {
  return {
    external_id: fields.text('external_id'),
    name: fields.text('name'),
    email: fields.text('email'),
    contact: fields.text('contact'),
    address_line1: fields.text('address_line1'),
    address_line2: fields.text('address_line2'),
    address_city: fields.text('address_city'),
    address_state: fields.text('address_state'),
    address_postal_code: fields.text('address_postal_code'),
    address_country: fields.text('address_country'),
    timezone: fields.text('timezone'),
    metadata: fields.textMap('metadata'),
  };
}

/** Refuses what `POST /customers` refuses. Empty text counts as left out. */
export function checkCreate(input: CustomerInput, fields: Fields): void {
  const rules: readonly Rule[] = [
    { column: 'external_id', goName: 'ExternalID', tag: 'required', passes: isPresent },
    { column: 'name', goName: 'Name', tag: 'required', passes: isPresent },
    { column: 'name', goName: 'Name', tag: 'max', passes: atMost(255) },
    ...sharedRules.map((rule) => ({ ...rule, passes: (text: string) => text === '' || rule.passes(text) })),
  ];
  refuseFailures('CreateCustomerRequest', rules, (rule) => rule.passes(input[rule.column] ?? ''));
  for (const mapping of fields.objects('integration_entity_mapping') ?? []) {
    for (const name of ['entity_id', 'entity_type', 'provider_type', 'provider_entity_id']) {
      if (!mapping.text(name)) throw invalid(`An integration mapping needs ${name}`);
    }
  }
  checkTaxIds(input);
  checkColumns(input);
}

/**
 * Refuses what `PUT /customers` refuses. A field that is there is checked even when it is empty, so an e-mail, a
 * country or a time zone cannot be cleared.
 */
export function checkUpdate(input: CustomerInput): void {
  refuseFailures('UpdateCustomerRequest', sharedRules, (rule) => {
    const text = input[rule.column];
    return text === null || rule.passes(text);
  });
  checkTaxIds(input);
  checkColumns(input);
}

function refuseFailures(struct: string, rules: readonly Rule[], passes: (rule: Rule) => boolean): void {
  const failures = rules.filter((rule) => !passes(rule));
  if (failures.length === 0) return;
  const details = failures.map(({ goName, tag }) => [
    goName,
    `Key: '${struct}.${goName}' Error:Field validation for '${goName}' failed on the '${tag}' tag`,
  ]);
  throw invalid('The request did not pass its validation', Object.fromEntries(details));
}

/** The metadata keys that the provider takes for Indian tax ids. */
function checkTaxIds({ metadata }: CustomerInput): void {
  const { gstin, pan } = metadata ?? {};
  if (gstin !== undefined && !/^\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]$/.test(gstin)) {
    throw invalid('The metadata holds a gstin that is none', { gstin });
  }
  if (pan !== undefined && !/^[A-Z]{5}\d{4}[A-Z]$/.test(pan)) {
    throw invalid('The metadata holds a pan that is none', { pan });
  }
}

/** What no validation looks at and only the database refuses. */
function checkColumns({ name, external_id }: CustomerInput): void {
  if (name === '' || external_id === '') throw databaseError('The customer could not be saved');
  if (external_id !== null && !atMost(255)(external_id)) {
    throw databaseError('The customer could not be saved');
  }
}

function isPresent(text: string): boolean {
  return text !== '';
}

function atMost(length: number): (text: string) => boolean {
  return (text) => [...text].length <= length;
}

/** Whether the text looks like an e-mail address, as far as the provider checks. */
export function isEmail(text: string): boolean {
  return /^[^\s@,;:<>()[\]\\"]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(text);
}

function isTimeZone(text: string): boolean {
  if (!/^[A-Z][\w+-]*(?:\/[\w+-]+)*$/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: text }) !== null;
  } catch {
    return false;
  }
}
