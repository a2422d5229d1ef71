/** How many customers each provider has. */
export const customerCount = 1000;

/** The numbers of all customers, from 0. */
export const everybody: readonly number[] = Array.from({ length: customerCount }, (_, number) => number);

/** The application's own id of a customer; on Lago also the one that routes take. */
export function externalIdOf(number: number): string {
  return `acct-${number + 1}`;
}

/** A Flexprice id of this kind, for this customer. */
export function flexpriceIdOf(kind: string, number: number): string {
  return `${kind}_01BENCH${String(number).padStart(19, '0')}`;
}

/** A UUID of this kind, for this customer. Kinds are told apart by one hexadecimal digit. */
export function uuidOf(kind: string, number: number): string {
  return `${kind.repeat(8)}-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** The key by which billgraph knows a customer of this provider. */
export const keyOf = {
  flexprice: (number: number) => flexpriceIdOf('cust', number),
  lago: externalIdOf,
  polar: (number: number) => uuidOf('c', number),
} as const satisfies Record<string, (number: number) => string>;

/** A kind of provider, which is also what its account is called here. */
export type Provider = keyof typeof keyOf;

/** The global id of a customer, as billgraph makes it. */
export function toGlobalId(provider: Provider, key: string): string {
  return Buffer.from(`Customer:${provider}:${key}`).toString('base64');
}

/** The native key of a customer's global id. */
export function fromGlobalId(id: string): string {
  return Buffer.from(id, 'base64').toString().split(':').slice(2).join(':');
}
