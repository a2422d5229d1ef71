import type { TaxId } from '../records/customer.ts';

interface Format {
  readonly format: string;
  readonly pattern: RegExp;
}

const formats: Readonly<Record<string, Format>> = {
  AU: { format: 'au_abn', pattern: /^\d{11}$/ },
  CA: { format: 'ca_bn', pattern: /^\d{9}$/ },
  CH: { format: 'ch_vat', pattern: /^CHE\d{9}(?:MWST|TVA|IVA)$/ },
  GB: { format: 'gb_vat', pattern: /^GB(?:\d{9}|\d{12})$/ },
  IN: { format: 'in_gst', pattern: /^\d{2}[A-Z]{5}\d{4}[A-Z][0-9A-Z]{3}$/ },
  JP: { format: 'jp_cn', pattern: /^\d{13}$/ },
  NO: { format: 'no_vat', pattern: /^\d{9}MVA$/ },
  US: { format: 'us_ein', pattern: /^\d{9}$/ },
};

const europeanUnion = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);

/**
 * The tax id with its format, or null where it is none of the country's. The sandbox knows some countries and looks at
 * the form alone; Polar knows more countries, and their check digits.
 */
export function parseTaxId(value: string, country: string): TaxId | null {
  const compact = value.toUpperCase().replace(/[\s.\-/]/g, '');
  const known = europeanUnion.has(country) ? europeanFormat(country) : formats[country];
  return known?.pattern.test(compact) ? [compact, known.format] : null;
}

function europeanFormat(country: string): Format {
  const prefix = country === 'GR' ? 'EL' : country;
  return { format: 'eu_vat', pattern: new RegExp(`^${prefix}[0-9A-Z]{8,12}$`) };
}
