import { recordId } from '../record-ids.ts';

/** Ids by name, so that the parts of the seed can point at each other without knowing each other. */
export const idOf = {
  customer: (externalId: string) => recordId('cust', externalId),
  subscription: (name: string) => recordId('subs', name),
  plan: (lookupKey: string) => recordId('plan', lookupKey),
  addon: (name: string) => recordId('addon', name),
  feature: (lookupKey: string) => recordId('feat', lookupKey),
  meter: (lookupKey: string) => recordId('meter', lookupKey),
  entitlement: (name: string) => recordId('ent', name),
  lineItem: (name: string) => recordId('subs_line', name),
  price: (name: string) => recordId('price', name),
  grant: (name: string) => recordId('cg', name),
  grantApplication: (name: string) => recordId('cga', name),
  wallet: (name: string) => recordId('wallet', name),
  coupon: (name: string) => recordId('coupon', name),
  couponAssociation: (name: string) => recordId('coupon_assoc', name),
} as const;
