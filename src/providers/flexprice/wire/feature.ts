import { z } from 'zod';
import { wireOptionalText } from '../../wire-values.ts';

/** A feature, as usage and entitlements carry it. */
export const featureSchema = z.object({
  id: z.string().min(1),
  name: wireOptionalText,
  lookup_key: wireOptionalText,
  type: z.string(),
  unit_singular: wireOptionalText,
  unit_plural: wireOptionalText,
});

type WireFeature = z.infer<typeof featureSchema>;

/** What a feature is called in the graph: your own key for it, else Flexprice's id. */
export function featureKey({ lookup_key, id }: WireFeature): string {
  return lookup_key ?? id;
}

/** Whether use of the feature is counted. */
export function isMetered({ type }: WireFeature): boolean {
  return type === 'metered';
}
