import { z } from 'zod';
import type { Decimal } from '../../../billing/decimal.ts';
import { validate } from '../../../http/validate.ts';
import { wireInteger } from '../../wire-values.ts';

/** Something that a product gives; the shape of its properties is told by the type beside them. */
export const benefitSchema = z.object({
  id: z.string(),
  type: z.string(),
  description: z.string(),
  is_deleted: z.boolean().nullish(),
  properties: z.unknown().optional(),
});

/** One benefit. */
export type WireBenefit = z.infer<typeof benefitSchema>;

const meterCreditPropertiesSchema = z.compile(
  z.object({
    units: wireInteger,
    rollover: z.boolean(),
    meter_id: z.string(),
  }),
);

/** Units that a benefit credits to a meter, each time it is given. */
export interface MeterCredit {
  readonly units: Decimal;
  /** Whether units that are left over when the meter resets are credited again. */
  readonly rollover: boolean;
  readonly meterId: string;
}

/** What a benefit of the type meter_credit gives. */
export function toMeterCredit(provider: string, properties: unknown): MeterCredit {
  const { units, rollover, meter_id: meterId } = validate(provider, meterCreditPropertiesSchema, properties);
  return { units, rollover, meterId };
}
