import { z } from 'zod';
import { wireDecimal, wireOptionalText } from '../../wire-values.ts';

/** Reads the id of a credit grant row. */
export const creditGrantIdSchema = z.compile(z.object({ id: z.string() }).transform(({ id }) => id));

/** Far past any term that is sold, and short enough to stay a date. */
const longestTerm = 100_000;

/** A credit grant: what an upcoming one is called, worth and good for. */
export const creditGrantSchema = z.compile(
  z.object({
    id: z.string().min(1),
    name: wireOptionalText,
    expiration_type: wireOptionalText,
    expiration_duration: z.int().nonnegative().max(longestTerm).nullish(),
    expiration_duration_unit: wireOptionalText,
    conversion_rate: wireDecimal.nullish(),
  }),
);

/** A credit grant as Flexprice tells it. */
export type WireCreditGrant = z.infer<typeof creditGrantSchema>;
