/**
 * The currencies that the sandbox takes, by ISO 4217 code: Lago's published list and, so that clients meet a currency
 * with three decimals, the Kuwaiti dinar.
 */
export const currencies: readonly string[] = `
  AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BIF BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF
  CLF CLP CNY COP CRC CVE CZK DJF DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL
  HRK HTG HUF IDR ILS INR ISK JMD JPY KES KGS KHR KMF KRW KWD KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK
  MNT MOP MRO MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB
  RWF SAR SBD SCR SEK SGD SHP SLL SOS SRD STD SZL THB TJS TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VND VUV
  WST XAF XCD XOF XPF YER ZAR ZMW
`
  .trim()
  .split(/\s+/);

const withoutMinorUnit = new Set(
  'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' '),
);

/** How many decimals the currency's minor unit has: what Lago calls cents is a count of that unit. */
export function minorUnitDigits(currency: string): number {
  if (withoutMinorUnit.has(currency)) return 0;
  return currency === 'KWD' ? 3 : 2;
}
