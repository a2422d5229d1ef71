import { z } from 'zod';
import { formatDecimal } from '../../../billing/decimal.ts';
import type { EntitlementValue } from '../../../billing/entitlement.ts';
import { validate } from '../../../http/validate.ts';
import { wireInteger, wireOptionalText } from '../../wire-values.ts';
import { toMeterCredit, type WireBenefit } from './benefit.ts';

const customProperties = z.object({ note: wireOptionalText });
const licenseProperties = z.object({ limit_usage: wireInteger.nullish() });
const licenseGrant = z.object({ display_key: wireOptionalText }).nullish();
const downloadProperties = z.object({
  files: z.array(z.string()),
  archived: z.record(z.string(), z.boolean()).nullish(),
});
const repositoryProperties = z.object({
  repository_owner: wireOptionalText,
  repository_name: wireOptionalText,
});
const slackGrant = z.object({ channel_name: wireOptionalText }).nullish();

/**
 * The settings of a benefit that help its customer, as text, each once; of its grants only what their holder may show.
 * Invitations, tokens and account ids stay behind.
 */
export function toBenefitValues(
  provider: string,
  { type, properties }: WireBenefit,
  grants: readonly unknown[],
): readonly EntitlementValue[] {
  switch (type) {
    case 'custom':
      return named('note', [validate(provider, customProperties, properties).note]);
    case 'meter_credit':
      return named('rollover', [String(toMeterCredit(provider, properties).rollover)]);
    case 'license_keys': {
      const { limit_usage: limit } = validate(provider, licenseProperties, properties);
      return [
        ...named(
          'display_key',
          grants.map((grant) => validate(provider, licenseGrant, grant)?.display_key),
        ),
        ...named('limit_usage', [limit == null ? null : formatDecimal(limit)]),
      ];
    }
    case 'downloadables': {
      const { files, archived } = validate(provider, downloadProperties, properties);
      const offered = files.filter((file) => archived?.[file] !== true);
      return named('file', offered);
    }
    case 'github_repository': {
      const repository = validate(provider, repositoryProperties, properties);
      return [
        ...named('repository_owner', [repository.repository_owner]),
        ...named('repository_name', [repository.repository_name]),
      ];
    }
    case 'slack_shared_channel':
      return named(
        'channel_name',
        grants.map((grant) => validate(provider, slackGrant, grant)?.channel_name),
      );
    default:
      return [];
  }
}

function named(key: string, values: readonly (string | null | undefined)[]): readonly EntitlementValue[] {
  return [...new Set(values)].flatMap((value) => (value == null ? [] : [{ key, value }]));
}
