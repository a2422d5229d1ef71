import { z } from 'zod';
import { wireOptionalText } from '../../wire-values.ts';

/** What counts a kind of usage. */
export const meterSchema = z.object({
  name: z.string(),
  unit: z.string().nullish(),
  custom_label: wireOptionalText,
});

/** What one unit of the meter is called; null where it has no name of its own. */
export function toUnit({ unit, custom_label: label }: z.infer<typeof meterSchema>): string | null {
  switch (unit) {
    case 'token':
      return 'token';
    case 'custom':
      return label;
    default:
      return null;
  }
}

/**
 * Meters beside something that refers to them (a subscription's usage or prices). They are read for their names alone,
 * so a shape that is not known, such as a new sort of price, is no meter rather than an error.
 */
export const meterLabelsSchema = z.compile(
  z
    .array(
      z
        .object({ meter_id: z.string(), meter: z.object({ name: z.string() }) })
        .nullable()
        .catch(null),
    )
    .catch([])
    .transform((labels) => labels.filter((label) => label !== null)),
);

/** Meters as `GET /v1/meters/` lists them. */
export const meterNamesSchema = z.compile(z.array(z.object({ id: z.string(), name: z.string() })));

/** Names by meter id. */
export type MeterNames = ReadonlyMap<string, string>;

/** The names of meters that were met beside something else. */
export function toMeterNames(labels: z.infer<typeof meterLabelsSchema>): MeterNames {
  return new Map(labels.map(({ meter_id: id, meter }) => [id, meter.name]));
}
