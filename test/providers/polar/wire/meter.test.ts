import { describe, expect, it } from 'vitest';
import { validate } from '../../../../src/http/validate.ts';
import {
  meterLabelsSchema,
  meterSchema,
  toMeterNames,
  toUnit,
} from '../../../../src/providers/polar/wire/meter.ts';
import { fixture, type Row } from '../support.ts';

describe('the unit of a Polar meter', () => {
  it.each<readonly [string, Row, string | null]>([
    ['its own label', {}, 'page'],
    ['nothing where the label is empty', { custom_label: '' }, null],
    ['a token', { unit: 'token', custom_label: null }, 'token'],
    ['nothing where it only counts', { unit: 'scalar', custom_label: null }, null],
    ['nothing where it is not known', { unit: 'furlong', custom_label: 'x' }, null],
    ['nothing where it is not told', { unit: undefined, custom_label: undefined }, null],
  ])('is %s', (_name, changes, unit) => {
    expect(toUnit(validate('polar-eu', meterSchema, fixture('meter', changes)))).toBe(unit);
  });
});

describe('the names of Polar meters', () => {
  it.each<readonly [string, unknown, readonly (readonly [string, string])[]]>([
    ['from prices with one', [{ meter_id: 'm1', meter: { id: 'm1', name: 'Pages' } }], [['m1', 'Pages']]],
    ['but not from other prices', [{ amount_type: 'fixed' }, { meter_id: 'm1', meter: null }, 7], []],
    ['but not from what is no list', 'none', []],
  ])('are read %s', (_name, labels, names) => {
    expect([...toMeterNames(validate('polar-eu', meterLabelsSchema, labels))]).toEqual(names);
  });
});
