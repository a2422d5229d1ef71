import { z } from 'zod';
import type { ExportedCustomer } from '../../../billing/customer-export.ts';
import { ProviderError } from '../../../billing/provider-error.ts';
import { validate } from '../../../http/validate.ts';
import { wireOptionalText, wireTime } from '../../wire-values.ts';
import { isPolarId } from '../polar-id.ts';

/** The text of a time: with or without "T", and in UTC where it has no offset. */
const exportedTime = z.preprocess(toIsoTime, wireTime);

const rowSchema = z.object({
  ID: z.string().refine(isPolarId),
  'External ID': wireOptionalText,
  'Created At': exportedTime,
  Email: wireOptionalText,
  Name: wireOptionalText,
  'Billing Address Country': wireOptionalText,
});

/** Maps a row of the export, by the names in its header; a bad response where the header lacks one that is needed. */
export function createRowMapping(
  provider: string,
  header: readonly string[],
): (cells: readonly string[]) => ExportedCustomer {
  const columns = Object.keys(rowSchema.shape).map((name) => [name, header.indexOf(name)] as const);
  const missing = columns.find(([, index]) => index < 0);
  if (missing !== undefined)
    throw new ProviderError({ provider, failure: 'bad-response', detail: `no column "${missing[0]}"` });

  return (cells) => {
    const row = validate(
      provider,
      rowSchema,
      Object.fromEntries(columns.map(([name, index]) => [name, cells[index]])),
    );
    return {
      provider,
      key: row.ID,
      externalId: row['External ID'],
      name: row.Name,
      email: row.Email,
      currency: null,
      country: row['Billing Address Country'],
      createdAt: row['Created At'],
    };
  };
}

function toIsoTime(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  const time = text.replace(' ', 'T');
  return /(?:Z|[+-]\d{2}:\d{2})$/.test(time) ? time : `${time}Z`;
}
