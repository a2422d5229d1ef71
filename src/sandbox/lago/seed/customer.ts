import { uuidOf } from '../../ids.ts';
import type { Person } from '../../people.ts';
import { type Customer, type CustomerMetadata, newCustomer } from '../customer.ts';
import type { LagoStore } from '../store.ts';
import { daysAfter, secondsAfter } from '../time.ts';

/** Adds a customer that became one so many days ago. */
export function saveCustomer(
  store: LagoStore,
  externalId: string,
  daysAgo: number,
  details: Partial<Customer> = {},
): Customer {
  const sequentialId = store.customers.all().length + 1;
  const createdAt = secondsAfter(daysAfter(store.now(), -daysAgo), -sequentialId * 61);
  const customer = { ...newCustomer({ externalId, sequentialId, createdAt }), ...details };
  store.customers.save(customer);
  return customer;
}

/** What a person fills in when they sign up. */
export function detailsOf(person: Person): Partial<Customer> {
  const { name, email, country, city, postalCode, currency } = person;
  return { name, email, country, city, zipcode: postalCode, currency };
}

/** Metadata entries from plain pairs. */
export function metadataOf(
  customerId: string,
  entries: Readonly<Record<string, string>>,
  createdAt: Date,
): readonly CustomerMetadata[] {
  return Object.entries(entries).map(([key, value], index) => ({
    lago_id: uuidOf(`lago:customer-metadata:${customerId}:${key}`),
    key,
    value,
    display_in_invoice: index === 0,
    created_at: createdAt,
  }));
}
