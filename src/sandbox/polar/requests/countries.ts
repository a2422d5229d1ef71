import { countries } from '../../countries.ts';

const sanctioned = new Set(['CU', 'IR', 'KP', 'RU', 'SY']);

const statesOf: Readonly<Record<string, ReadonlySet<string>>> = {
  US: new Set(
    (
      'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK ' +
      'OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR UM VI'
    ).split(' '),
  ),
  CA: new Set('AB BC MB NB NL NS NT NU ON PE QC SK YT'.split(' ')),
};

/** Whether Polar takes addresses in the country (ISO 3166-1 alpha-2, upper case). */
export function isCountryAccepted(country: string): boolean {
  return countries.includes(country) && !sanctioned.has(country);
}

/** The state with its country in front ("US-NY"), unchanged in countries without a list, null where it is unknown. */
export function normalizeState(country: string, state: string): string | null {
  const states = statesOf[country];
  if (states === undefined) return state;
  const code = state.toUpperCase().replace(`${country}-`, '');
  return states.has(code) ? `${country}-${code}` : null;
}
