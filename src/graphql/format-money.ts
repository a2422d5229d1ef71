import { formatDecimal } from '../billing/decimal.ts';
import { type Money, minorUnitDigits } from '../billing/money.ts';

/**
 * The amount for people, in the language given: at least the decimals of the currency, and more where the amount has
 * more, so that a fraction of a cent is not shown as nothing. null where the language tag is not well formed.
 */
export function formatMoney({ amount, currency }: Money, locale: string): string | null {
  const digits = minorUnitDigits(currency);
  const text = formatDecimal(amount);
  const decimals = text.split('.')[1]?.length ?? 0;
  // Java and POSIX write en_US.
  const format = createFormat(locale.replaceAll('_', '-'), {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: Math.min(Math.max(digits, decimals), 20),
  });
  return format !== null && isNumeric(text) ? format.format(text) : null;
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
