import { describe, expect, it } from 'vitest';
import { createRowMapping } from '../../../../src/providers/polar/wire/customer-export.ts';
import { plain, polarId } from '../support.ts';

const header = ['ID', 'External ID', 'Created At', 'Email', 'Name', 'Tax ID', 'Billing Address Country'];

function row(changes: Readonly<Record<string, string>> = {}): readonly string[] {
  const cells: Readonly<Record<string, string>> = {
    ID: polarId(1),
    'External ID': 'orchard-7',
    'Created At': '2026-02-03T10:00:00.512000+00:00',
    Email: 'mira@orchard.example',
    Name: 'Mira Halloran',
    'Tax ID': "('IE6388047V', 'eu_vat')",
    'Billing Address Country': 'IE',
    ...changes,
  };
  return header.map((name) => cells[name] ?? '');
}

describe('an exported Polar customer', () => {
  const mapped = {
    provider: 'polar-eu',
    key: polarId(1),
    externalId: 'orchard-7',
    name: 'Mira Halloran',
    email: 'mira@orchard.example',
    currency: null,
    country: 'IE',
    createdAt: '2026-02-03T10:00:00.512Z',
  };

  it('is mapped cell by cell', () => {
    expect(plain(createRowMapping('polar-eu', header)(row()))).toEqual(mapped);
  });

  it('is found by the names of the columns, in any order and beside new ones', () => {
    const toRow = createRowMapping('polar-eu', ['New', ...header.toReversed()]);
    expect(plain(toRow(['x', ...row().toReversed()]))).toEqual(mapped);
  });

  it('may be a team of which little is known', () => {
    const bare = row({ 'External ID': '', Email: '', Name: '', 'Billing Address Country': '' });
    expect(createRowMapping('polar-eu', header)(bare)).toMatchObject({
      externalId: null,
      email: null,
      name: null,
      country: null,
    });
  });

  it.each([
    ['2026-02-03T10:00:00.512000Z', '2026-02-03T10:00:00.512Z'],
    ['2026-02-03 10:00:00.512000+00:00', '2026-02-03T10:00:00.512Z'],
    ['2026-02-03 10:00:00.512000', '2026-02-03T10:00:00.512Z'],
    ['2026-02-03T10:00:00', '2026-02-03T10:00:00.000Z'],
    ['2026-02-03T10:00:00-05:30', '2026-02-03T15:30:00.000Z'],
  ])('was created at %s', (text, time) => {
    const { createdAt } = createRowMapping('polar-eu', header)(row({ 'Created At': text }));
    expect(createdAt.toISOString()).toBe(time);
  });

  it.each([
    ['Created At', ''],
    ['Created At', 'yesterday'],
    ['Created At', '2026-02-03'],
    ['Created At', '2026-02-30T10:00:00Z'],
    ['Created At', '03/02/2026 10:00'],
    ['ID', ''],
    ['ID', 'orchard-7'],
    ['ID', '01890a5d-ac96-774b-bcce-b302099a8057'],
  ])('is a bad response with the %s %j', (column, text) => {
    expect(() => createRowMapping('polar-eu', header)(row({ [column]: text }))).toThrow(
      'polar-eu: bad-response',
    );
  });

  it.each(header.filter((name) => name !== 'Tax ID'))('needs the column "%s"', (name) => {
    const others = header.filter((each) => each !== name);
    expect(() => createRowMapping('polar-eu', others)).toThrow('polar-eu: bad-response');
  });
});
