import type { Money } from '../../billing/money.ts';
import type { Period } from '../../billing/period.ts';
import { badUserInput } from '../bad-user-input.ts';
import { builder } from '../builder.ts';

/** An exact amount of one currency. */
export const moneyType = builder.objectRef<Money>('Money').implement({
  description: 'An exact amount of money in one currency.',
  fields: (t) => ({
    amount: t.expose('amount', {
      type: 'Decimal',
      description:
        'In major units: twelve and a half euros are "12.5", whatever unit the provider counts in.',
    }),
    currency: t.expose('currency', { type: 'CurrencyCode', description: 'The currency of the amount.' }),
    formatted: t.string({
      description: 'For people: "€12.50". Calculate with `amount` instead.',
      args: {
        locale: t.arg.string({ description: 'A BCP 47 language tag such as "de-DE"; "en" when absent.' }),
      },
      resolve: (money, { locale }, { formatMoney }) => {
        const text = formatMoney(money, locale ?? 'en');
        if (text === null) throw badUserInput('locale', 'must be a BCP 47 language tag');
        return text;
      },
    }),
  }),
});

/** A stretch of time. */
export const periodType = builder.objectRef<Period>('Period').implement({
  description: 'A stretch of time.',
  fields: (t) => ({
    start: t.expose('start', { type: 'DateTime', description: 'When it begins.' }),
    end: t.expose('end', { type: 'DateTime', description: 'When it ends, as the provider puts it.' }),
  }),
});
