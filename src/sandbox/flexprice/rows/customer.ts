import type { BaseColumns, Metadata } from './base-columns.ts';

/** A customer. */
export interface CustomerRow extends BaseColumns {
  /** Unique among the published rows only. */
  readonly external_id: string;
  readonly name: string;
  readonly email: string;
  readonly contact?: string;
  readonly address_line1: string;
  readonly address_line2: string;
  readonly address_city: string;
  readonly address_state: string;
  readonly address_postal_code: string;
  readonly address_country: string;
  readonly timezone: string;
  readonly metadata: Metadata;
}

/** The same customer's id in another system. */
export interface IntegrationRow extends BaseColumns {
  readonly entity_id: string;
  readonly entity_type: 'customer';
  readonly provider_type: string;
  readonly provider_entity_id: string;
  readonly metadata?: Readonly<Record<string, string>>;
}
