import type { Metadata, Stamped } from './stamped.ts';

/** The sorts of benefit. */
export const benefitTypes = [
  'custom',
  'discord',
  'github_repository',
  'downloadables',
  'license_keys',
  'meter_credit',
  'feature_flag',
  'slack_shared_channel',
] as const;

type BenefitType = (typeof benefitTypes)[number];

interface BenefitCommon extends Stamped {
  readonly description: string;
  readonly selectable: boolean;
  readonly deletable: boolean;
  readonly is_deleted: boolean;
  readonly metadata: Metadata;
  readonly visibility: 'draft' | 'private' | 'public';
  readonly visibility_configurable: boolean;
}

/** Credits on a meter, given at the start of every period. */
interface MeterCreditBenefit extends BenefitCommon {
  readonly type: 'meter_credit';
  readonly properties: { readonly units: number; readonly rollover: boolean; readonly meter_id: string };
}

interface OtherBenefit extends BenefitCommon {
  readonly type: Exclude<BenefitType, 'meter_credit'>;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What comes with a product. */
export type BenefitRecord = MeterCreditBenefit | OtherBenefit;

/** A benefit given to a customer: granted, revoked, or neither where it failed or is still pending. */
export interface BenefitGrantRecord extends Stamped {
  readonly granted_at: string | null;
  readonly revoked_at: string | null;
  readonly subscription_id: string | null;
  readonly order_id: string | null;
  readonly customer_id: string;
  readonly member_id: string | null;
  readonly benefit_id: string;
  readonly error: { readonly message: string; readonly type: string; readonly timestamp: string } | null;
  readonly properties: Readonly<Record<string, unknown>>;
}
