import { LosslessNumber } from 'lossless-json';
import { z } from 'zod';
import { type Decimal, isWhole, parseDecimal } from '../billing/decimal.ts';
import { stringifyExactJson } from '../http/exact-json.ts';

const exactNumber = z.instanceof(LosslessNumber);

function toDecimal(value: string | number | LosslessNumber, context: z.RefinementCtx): Decimal {
  const decimal = parseDecimal(String(value));
  if (decimal !== null) return decimal;
  context.addIssue({ code: 'custom', message: 'not a decimal number' });
  return z.NEVER;
}

/** A decimal that is sent as text ("12.5") or as a JSON number; no digit is lost either way. */
export const wireDecimal: z.ZodType<Decimal> = z
  .union([z.string(), z.number(), exactNumber])
  .transform(toDecimal);

/** A JSON number, whole or not. Text is refused. */
export const wireNumber: z.ZodType<Decimal> = z.union([z.number(), exactNumber]).transform(toDecimal);

/** A JSON integer of any size: cents, counts, limits. Text and fractions are refused. */
export const wireInteger: z.ZodType<Decimal> = wireNumber.refine(isWhole);

const instant = z.iso.datetime({ offset: true });

/** A point in time with its offset. */
export const wireTime: z.ZodType<Date> = instant.transform((text) => new Date(text));

/**
 * A point in time that may be absent, null or Go's zero time (year 1, or the year before it at an offset): all three are
 * null.
 */
export const wireOptionalTime: z.ZodType<Date | null> = instant
  .nullable()
  .default(null)
  .transform((text) => (text === null || /^000[01]-/.test(text) ? null : new Date(text)));

/** Text that may be absent, null or empty: all three are null. */
export const wireOptionalText: z.ZodType<string | null> = z
  .string()
  .nullable()
  .default(null)
  .overwrite((text) => text || null);

/** An http or https URL, for people to be sent to. */
export const wireUrl: z.ZodType<string> = z.url({ protocol: /^https?$/ });

/** An ISO 4217 code in any case, as upper case. */
export const wireCurrency: z.ZodType<string> = z
  .string()
  .regex(/^[A-Za-z]{3}$/)
  .toUpperCase();

/** Metadata of any shape as text: a value that is not text is its JSON text. null and absent are no entries. */
export const wireMetadata = z
  .custom<object>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))
  .nullish()
  .transform((entries) =>
    Object.entries(entries ?? {}).map(([key, value]) => ({ key, value: toText(value) })),
  );

/** Text as it is, any other JSON value as its JSON text, numbers digit by digit. */
export function toText(value: unknown): string {
  return typeof value === 'string' ? value : (stringifyExactJson(value) ?? 'null');
}
