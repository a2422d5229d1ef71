import { polarId } from '../organization.ts';
import type { BenefitRecord } from '../records/benefit.ts';
import type { Calendar } from './calendar.ts';
import { meterIds } from './meters.ts';

/** The ids of the seeded benefits. */
export const benefitIds = {
  freeCalls: polarId('benefit', 'free-calls'),
  proCalls: polarId('benefit', 'pro-calls'),
  proTokens: polarId('benefit', 'pro-tokens'),
  teamTokens: polarId('benefit', 'team-tokens'),
  singleSignOn: polarId('benefit', 'single-sign-on'),
  licence: polarId('benefit', 'licence'),
  handbook: polarId('benefit', 'handbook'),
  support: polarId('benefit', 'support'),
  community: polarId('benefit', 'community'),
  repository: polarId('benefit', 'repository'),
  channel: polarId('benefit', 'channel'),
  retired: polarId('benefit', 'retired'),
} as const;

/** Benefits of every sort, and one that was deleted. */
export function createBenefits(calendar: Calendar): readonly BenefitRecord[] {
  return [...creditBenefits(calendar), ...productBenefits(calendar), ...accessBenefits(calendar)];
}

function common(calendar: Calendar, id: string, description: string) {
  return {
    id,
    created_at: calendar(-390),
    modified_at: null,
    description,
    selectable: true,
    deletable: true,
    is_deleted: false,
    metadata: {},
    visibility: 'public',
    visibility_configurable: true,
  } as const;
}

function creditBenefits(calendar: Calendar): readonly BenefitRecord[] {
  const { apiCalls, tokens } = meterIds;
  return [
    {
      ...common(calendar, benefitIds.freeCalls, '100 API calls'),
      type: 'meter_credit',
      properties: { units: 100, rollover: false, meter_id: apiCalls },
    },
    {
      ...common(calendar, benefitIds.proCalls, '10,000 API calls'),
      type: 'meter_credit',
      metadata: { tier: 'pro' },
      properties: { units: 10_000, rollover: false, meter_id: apiCalls },
    },
    {
      ...common(calendar, benefitIds.proTokens, 'A million model tokens'),
      type: 'meter_credit',
      properties: { units: 1_000_000, rollover: true, meter_id: tokens },
    },
    {
      ...common(calendar, benefitIds.teamTokens, '50,000 model tokens for each member'),
      type: 'meter_credit',
      properties: { units: 50_000, rollover: false, meter_id: tokens },
    },
  ];
}

function productBenefits(calendar: Calendar): readonly BenefitRecord[] {
  const file = polarId('file', 'handbook');
  return [
    {
      ...common(calendar, benefitIds.singleSignOn, 'Single sign-on'),
      type: 'feature_flag',
      metadata: { flag: 'sso' },
      properties: {},
    },
    {
      ...common(calendar, benefitIds.licence, 'Desktop licence'),
      type: 'license_keys',
      properties: {
        prefix: 'NORTH',
        expires: { ttl: 1, timeframe: 'year' },
        activations: { limit: 5, enable_customer_admin: true },
        limit_usage: null,
      },
    },
    {
      ...common(calendar, benefitIds.handbook, 'The handbook'),
      type: 'downloadables',
      properties: { archived: { [file]: false }, files: [file] },
    },
    {
      ...common(calendar, benefitIds.support, 'Support within four hours'),
      type: 'custom',
      properties: { note: 'Write to support@northwind.example.' },
    },
    {
      ...common(calendar, benefitIds.retired, 'A mug'),
      type: 'custom',
      is_deleted: true,
      selectable: false,
      properties: { note: null },
    },
  ];
}

function accessBenefits(calendar: Calendar): readonly BenefitRecord[] {
  return [
    {
      ...common(calendar, benefitIds.community, 'Community server'),
      type: 'discord',
      properties: { guild_id: '810001', role_id: '810002', kick_member: false, guild_token: 'guild-token' },
    },
    {
      ...common(calendar, benefitIds.repository, 'Source access'),
      type: 'github_repository',
      properties: { repository_owner: 'northwind', repository_name: 'engine', permission: 'pull' },
    },
    {
      ...common(calendar, benefitIds.channel, 'Shared channel'),
      type: 'slack_shared_channel',
      properties: {
        slack_integration_id: polarId('slack', 'northwind'),
        channel_name_template: 'northwind-with-friends',
        private: true,
        welcome_message: null,
        archive_on_revoke: true,
        team_invitees: [],
      },
    },
  ];
}
