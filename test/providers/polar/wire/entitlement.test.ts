import { describe, expect, it } from 'vitest';
import { validate } from '../../../../src/http/validate.ts';
import { benefitGrantsSchema, toEntitlements } from '../../../../src/providers/polar/wire/entitlement.ts';
import { fixture, parsed, plain, type Row } from '../support.ts';

function mapped(...changes: readonly Row[]) {
  const rows = changes.map((change) => fixture('benefit-grant', change));
  return toEntitlements('polar-eu', validate('polar-eu', benefitGrantsSchema, rows));
}

function ofType(type: string, benefitProperties: Row, grantProperties: Row = {}): Row {
  return { benefit: { type, properties: benefitProperties }, properties: grantProperties };
}

const subscriptionId = '4c5d6e7f-8091-4a2b-b3c4-d5e6f7081920';

describe('a Polar benefit', () => {
  it('is mapped field by field', () => {
    expect(plain(mapped({}))).toEqual([
      {
        feature: '8091a2b3-c4d5-4e6f-a708-192031425364',
        name: '250 rendered pages',
        kind: 'CREDIT',
        enabled: true,
        limit: '250',
        unlimited: false,
        softLimit: false,
        resetPeriod: null,
        values: [{ key: 'rollover', value: 'true' }],
        sources: [{ kind: 'subscription', id: subscriptionId, name: null, subscriptionId }],
        meteredBy: '9a8b7c6d-5e4f-4a3b-9c2d-1e0f9a8b7c6d',
      },
    ]);
  });

  it.each<readonly [string, string, Row, Row, readonly string[]]>([
    ['custom', 'OTHER', { note: 'Ask for Mira' }, {}, ['note=Ask for Mira']],
    ['custom', 'OTHER', { note: null }, {}, []],
    ['feature_flag', 'BOOLEAN', {}, {}, []],
    [
      'license_keys',
      'LICENSE',
      { prefix: 'PRESS', expires: null, activations: null, limit_usage: 40 },
      { license_key_id: 'k1', user_provided_key: 'hidden', display_key: '****-7Q2F' },
      ['display_key=****-7Q2F', 'limit_usage=40'],
    ],
    ['license_keys', 'LICENSE', { limit_usage: null }, {}, []],
    [
      'downloadables',
      'FILES',
      { files: ['f1', 'f2', 'f3'], archived: { f2: true, f3: false } },
      { files: ['f1'] },
      ['file=f1', 'file=f3'],
    ],
    [
      'github_repository',
      'EXTERNAL_ACCESS',
      { repository_owner: 'orchard', repository_name: 'press', permission: 'pull' },
      { account_id: 'hidden', granted_account_id: 'hidden' },
      ['repository_owner=orchard', 'repository_name=press'],
    ],
    [
      'slack_shared_channel',
      'EXTERNAL_ACCESS',
      { slack_integration_id: 'hidden', channel_name_template: '{name}', welcome_message: 'hidden' },
      { channel_name: 'orchard-press', invite_url: 'hidden', invited_email: 'hidden', channel_id: 'hidden' },
      ['channel_name=orchard-press'],
    ],
    [
      'discord',
      'EXTERNAL_ACCESS',
      { guild_id: 'hidden', role_id: 'hidden', guild_token: 'hidden', kick_member: true },
      { account_id: 'hidden' },
      [],
    ],
    ['carrier_pigeon', 'OTHER', { loft: 'hidden' }, { ring: 'hidden' }, []],
  ])('of the type %s is %s', (type, kind, benefit, grant, values) => {
    const [entitlement] = mapped(ofType(type, benefit, grant));
    expect(entitlement).toMatchObject({
      kind,
      enabled: true,
      limit: null,
      unlimited: false,
      meteredBy: null,
    });
    expect(entitlement?.values.map(({ key, value }) => `${key}=${value}`)).toEqual(values);
  });

  it('is one entitlement with a source for every subscription, order and grant that brings it', () => {
    const grants = mapped(
      { id: 'g1' },
      { id: 'g2', member_id: 'a member of the same subscription' },
      { id: 'g3', subscription_id: null, order_id: 'o1' },
      { id: 'g4', subscription_id: null },
      { id: 'g5', benefit_id: 'another' },
    );
    expect(grants.map(({ feature }) => feature)).toEqual(['8091a2b3-c4d5-4e6f-a708-192031425364', 'another']);
    expect(grants[0]?.sources).toEqual([
      { kind: 'subscription', id: subscriptionId, name: null, subscriptionId },
      { kind: 'order', id: 'o1', name: null, subscriptionId: null },
      { kind: 'grant', id: 'g4', name: null, subscriptionId: null },
    ]);
  });

  it('lists what each grant brings once', () => {
    const key = (display: string) => ofType('license_keys', { limit_usage: 3 }, { display_key: display });
    const [entitlement] = mapped(key('****-A'), key('****-B'), key('****-A'));
    expect(entitlement?.values).toEqual([
      { key: 'display_key', value: '****-A' },
      { key: 'display_key', value: '****-B' },
      { key: 'limit_usage', value: '3' },
    ]);
  });

  it('keeps every digit of its units', () => {
    const properties = parsed('{"units":90071992547409931}');
    expect(plain(mapped({ benefit: { properties } })[0])).toMatchObject({ limit: '90071992547409931' });
  });

  it.each<Row>([
    { benefit: { properties: { units: undefined } } },
    { benefit: { properties: { units: '250' } } },
    { benefit: { properties: { meter_id: null } } },
    { benefit: { type: undefined } },
    { benefit: null },
    ofType('downloadables', { files: null }),
  ])('is a bad response with %j', (changes) => {
    expect(() => mapped(changes)).toThrow('polar-eu: bad-response');
  });
});
