import { type Address, addressParts } from '../../billing/customer.ts';
import type { CustomerFields } from '../../billing/customer-write.ts';
import { invalidInput } from '../../billing/write-refusal.ts';

type AddressChange = CustomerFields['address'];

/** Whether some parts of an address are to stay as they are while others change. */
export function changesInPart(change: AddressChange): boolean {
  if (change == null) return false;
  const absent = addressParts.filter((part) => change[part] === undefined);
  return absent.length > 0 && absent.length < addressParts.length;
}

/**
 * The whole address after a change, since Polar replaces all of it; undefined where there is nothing to set. Throws a
 * WriteRefusal where it would be without a country, which Polar does not take.
 */
export function changedAddress(current: Address | null, change: AddressChange): Address | undefined {
  if (change == null || addressParts.every((part) => change[part] === undefined)) return undefined;
  const changed = (part: keyof Address) => {
    const value = change[part];
    return value === undefined ? (current?.[part] ?? null) : value;
  };
  const address = {
    line1: changed('line1'),
    line2: changed('line2'),
    city: changed('city'),
    state: changed('state'),
    postalCode: changed('postalCode'),
    country: changed('country'),
  };
  if (Object.values(address).every((part) => part === null)) return undefined;
  if (address.country !== null) return address;
  throw invalidInput([{ path: ['address', 'country'], message: 'is needed by this provider' }]);
}
