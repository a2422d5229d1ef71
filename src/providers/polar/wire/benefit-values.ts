import { z } from 'zod';
import { formatDecimal } from '../../../billing/decimal.ts';
import type { EntitlementValue } from '../../../billing/entitlement.ts';
import { validate } from '../../../http/validate.ts';
import { wireInteger, wireOptionalText } from '../../wire-values.ts';
import { toMeterCredit, type WireBenefit } from './benefit.ts';

const customPropertiesSchema = z.object({ note: wireOptionalText });
const licensePropertiesSchema = z.object({ limit_usage: wireInteger.nullish() });
const licenseGrantSchema = z.object({ display_key: wireOptionalText }).nullish();
const downloadPropertiesSchema = z.object({
  files: z.array(z.string()),
  archived: z.record(z.string(), z.boolean()).nullish(),
});
const repositoryPropertiesSchema = z.object({
  repository_owner: wireOptionalText,
  repository_name: wireOptionalText,
});
const slackGrantSchema = z.object({ channel_name: wireOptionalText }).nullish();

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
      return named('note', [validate(provider, customPropertiesSchema, properties).note]);
    case 'meter_credit':
      return named('rollover', [String(toMeterCredit(provider, properties).rollover)]);
    case 'license_keys': {
      const { limit_usage: limit } = validate(provider, licensePropertiesSchema, properties);
      return [
        ...named(
          'display_key',
          grants.map((grant) => validate(provider, licenseGrantSchema, grant)?.display_key),
        ),
        ...named('limit_usage', [limit == null ? null : formatDecimal(limit)]),
      ];
    }
    case 'downloadables': {
      const { files, archived } = validate(provider, downloadPropertiesSchema, properties);
      const offered = files.filter((file) => archived?.[file] !== true);
      return named('file', offered);
    }
    case 'github_repository': {
      const repository = validate(provider, repositoryPropertiesSchema, properties);
      return [
        ...named('repository_owner', [repository.repository_owner]),
        ...named('repository_name', [repository.repository_name]),
      ];
    }
    case 'slack_shared_channel':
      return named(
        'channel_name',
        grants.map((grant) => validate(provider, slackGrantSchema, grant)?.channel_name),
      );
    default:
      return [];
  }
}

function named(key: string, values: readonly (string | null | undefined)[]): readonly EntitlementValue[] {
  return [...new Set(values)].flatMap((value) => (value == null ? [] : [{ key, value }]));
}
