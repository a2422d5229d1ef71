import { describe, expect, it } from 'vitest';
import { toCustomer } from '../../../../src/providers/polar/wire/customer.ts';
import { fixture, parsed, plain } from '../support.ts';

describe('a Polar customer', () => {
  it('is mapped field by field', () => {
    const record = fixture('customer');
    expect(plain(toCustomer('polar-eu', record))).toEqual({
      provider: 'polar-eu',
      key: '1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b',
      providerCustomerId: '1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b',
      externalId: 'orchard-7',
      name: 'Mira Halloran',
      email: 'mira@orchard.example',
      phone: null,
      currency: null,
      timezone: null,
      locale: 'en-IE',
      taxId: 'IE6388047V',
      address: {
        line1: '4 Quay Street',
        line2: 'Floor 2',
        city: 'Galway',
        state: null,
        postalCode: 'H91 X2K9',
        country: 'IE',
      },
      metadata: [
        { key: 'segment', value: 'trade' },
        { key: 'seats', value: '12' },
        { key: 'score', value: '0.25' },
        { key: 'beta', value: 'true' },
      ],
      createdAt: '2025-11-03T08:15:30.123Z',
      updatedAt: '2026-02-14T16:00:00.000Z',
      raw: record,
    });
  });

  it('may be a team without an e-mail, a name or any part of an address', () => {
    expect(toCustomer('polar-eu', fixture('team-customer'))).toMatchObject({
      externalId: null,
      name: null,
      email: null,
      locale: null,
      taxId: null,
      address: null,
      metadata: [],
      updatedAt: null,
    });
  });

  it('needs none of the fields that Polar may leave out', () => {
    const optional = { external_id: undefined, locale: undefined, email: undefined, billing_address: null };
    const record = fixture('customer', optional);
    expect(toCustomer('polar-eu', record)).toMatchObject({
      externalId: null,
      locale: null,
      email: null,
      address: null,
    });
  });

  it('does not exist any more once it was deleted', () => {
    const record = fixture('customer', { deleted_at: '2026-03-01T09:00:00Z' });
    expect(toCustomer('polar-eu', record)).toBeNull();
  });

  it('keeps every digit of its metadata', () => {
    const metadata = parsed('{"ledger":90071992547409931,"rate":1.10}');
    expect(toCustomer('polar-eu', fixture('team-customer', { metadata }))?.metadata).toEqual([
      { key: 'ledger', value: '90071992547409931' },
      { key: 'rate', value: '1.10' },
    ]);
  });

  it('is a bad response with an id that no other route would take', () => {
    const record = fixture('customer', { id: '01890a5d-ac96-774b-bcce-b302099a8057' });
    expect(() => toCustomer('polar-eu', record)).toThrow('polar-eu: bad-response');
  });

  it.each(['id', 'created_at'])('is a bad response without its %s', (field) => {
    const record = fixture('customer', { [field]: undefined });
    expect(() => toCustomer('polar-eu', record)).toThrow('polar-eu: bad-response');
  });
});
