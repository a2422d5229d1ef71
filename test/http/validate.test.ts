import { expect, it } from 'vitest';
import { z } from 'zod';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { validate } from '../../src/http/validate.ts';

const schema = z.object({ rows: z.array(z.object({ prices: z.record(z.string(), z.number()) })) });

it.each([
  ['name', 'rows[0].prices.EUR: invalid_type', { EUR: 'ada@example.com' }],
  ['text', 'rows[0].prices["*"]: invalid_type', { 'ada@example.com': 'x' }],
])(
  'an answer that breaks its schema under a %s is told by the place and not by the text',
  (_what, detail, prices) => {
    const act = () => validate('lago', schema, { rows: [{ prices }] });
    expect(act).toThrow(ProviderError);
    expect(act).toThrow(expect.objectContaining({ detail }));
  },
);
