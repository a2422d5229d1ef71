import { LosslessNumber } from 'lossless-json';
import { GraphQLError, type ValueNode, valueFromASTUntyped } from 'graphql';
import { formatDecimal, parseDecimal } from '../../billing/decimal.ts';
import { builder } from '../builder.ts';

builder.scalarType('DateTime', {
  description: 'A point in time as RFC 3339 in UTC, always with `Z`: "2026-08-01T09:12:33.123Z".',
  serialize: (time) => time.toISOString(),
  ...readBy((value) => {
    const text = expectText('DateTime', value);
    const time = new Date(text);
    if (!/^\d{4}-\d\d-\d\dT/.test(text) || Number.isNaN(time.getTime()))
      throw unfit('DateTime', 'an RFC 3339 time');
    return time;
  }),
});

builder.scalarType('Decimal', {
  description:
    'An exact decimal number as text: "12.5", "0", "-3.25". No exponent, no padding, never a float.',
  serialize: formatDecimal,
  ...readBy((value) => {
    const decimal = parseDecimal(expectText('Decimal', value));
    if (decimal === null) throw unfit('Decimal', 'a decimal number');
    return decimal;
  }),
});

builder.scalarType('BigInt', {
  description: 'A whole number of any size as text: "9007199254740993".',
  serialize: (value) => value.toString(),
  ...readBy((value) => {
    const text = expectText('BigInt', value);
    if (!/^-?\d{1,100}$/.test(text)) throw unfit('BigInt', 'a whole number');
    return BigInt(text);
  }),
});

builder.scalarType('CurrencyCode', {
  description: 'A currency by its ISO 4217 code in upper case: "EUR".',
  serialize: (code) => code,
  ...readBy((value) => {
    const code = expectText('CurrencyCode', value);
    if (!/^[A-Z]{3}$/.test(code)) throw unfit('CurrencyCode', 'three upper-case letters');
    return code;
  }),
});

builder.scalarType('JSON', {
  description: 'Any JSON value. A number that a double cannot hold exactly comes as text.',
  serialize: toJson,
});

/** Reads variables and literals alike. Of a literal that does not fit, GraphQL would not tell the place by itself. */
function readBy<Value>(parseValue: (value: unknown) => Value) {
  return {
    parseValue,
    parseLiteral(node: ValueNode): Value {
      try {
        return parseValue(valueFromASTUntyped(node));
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        throw new GraphQLError(error.message, { nodes: node, extensions: error.extensions });
      }
    },
  };
}

function expectText(scalar: string, value: unknown): string {
  if (typeof value !== 'string') throw unfit(scalar, 'text');
  return value;
}

function unfit(scalar: string, expected: string): GraphQLError {
  return new GraphQLError(`${scalar} must be ${expected}.`, { extensions: { code: 'BAD_USER_INPUT' } });
}

function toJson(value: unknown): unknown {
  if (value instanceof LosslessNumber) return toJsonNumber(value.toString());
  if (Array.isArray(value)) return value.map(toJson);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toJson(member)]));
}

function toJsonNumber(digits: string): number | string {
  const exact = parseDecimal(digits);
  const number = Number(digits);
  return exact !== null && parseDecimal(String(number))?.eq(exact) === true ? number : digits;
}
