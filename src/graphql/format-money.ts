import { LRUCache } from 'lru-cache';
import { formatDecimal } from '../billing/decimal.ts';
import { type Money, minorUnitDigits } from '../billing/money.ts';

/**
 * Shows an amount to people, in the language given: with at least the decimals of the currency, and more where the amount
 * has more, so that a fraction of a cent is not shown as nothing. null where the language tag is not one.
 */
export type FormatMoney = (money: Money, locale: string) => string | null;

/** Far longer than any language tag in use; longer ones would take a time of their own for each amount. */
const longestLocale = 64;

/** More than answers use in a while; each takes some KiB. */
const mostFormats = 50;

/** Formats amounts, whoever asks for them; to make a format takes long, so those used last are kept. */
export function createFormatMoney(): FormatMoney {
  const formats = new LRUCache<string, KeptFormat>({ max: mostFormats });

  function formatOf(locale: string, currency: string, decimals: number): Intl.NumberFormat | null {
    const digits = minorUnitDigits(currency);
    const most = Math.min(Math.max(digits, decimals), 20);
    const name = `${locale} ${currency} ${most}`;
    const known = formats.get(name);
    if (known !== undefined) return known.format;
    // Java and POSIX write en_US.
    const format = createFormat(locale.replaceAll('_', '-'), {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: most,
    });
    formats.set(name, { format });
    return format;
  }

  return ({ amount, currency }, locale) => {
    if (locale.length > longestLocale) return null;
    const text = formatDecimal(amount);
    const format = formatOf(locale, currency, text.split('.')[1]?.length ?? 0);
    return format !== null && isNumeric(text) ? format.format(text) : null;
  };
}

interface KeptFormat {
  /** null: there is none, since the language tag is not one. */
  readonly format: Intl.NumberFormat | null;
}

function createFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat | null {
  try {
    return new Intl.NumberFormat(locale, options);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Decimal text, which Intl formats without passing through a float. */
function isNumeric(text: string): text is `${number}` {
  return /^-?\d+(?:\.\d+)?$/.test(text);
}
