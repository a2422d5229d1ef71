import type { ProviderQuota, ProviderState, ProviderStatus } from '../../billing/provider-status.ts';
import { builder } from '../builder.ts';
import { codeOf } from '../provider-failure.ts';
import { errorCodeEnum } from './error-code.ts';

const providerStateEnum = builder.enumType('ProviderState', {
  description: 'Whether a provider account answers.',
  values: {
    UP: { description: 'It answers, or has not been asked yet.' },
    DEGRADED: { description: 'Some calls fail or are held back; others are answered.' },
    DOWN: {
      description:
        'It fails so often that it is left alone but for a call now and then; what needs it fails at once.',
    },
  } satisfies Record<ProviderState, object>,
});

/** What a client can be told in an Int, which is more calls than any account has. */
const mostCalls = 2 ** 31 - 1;

const providerQuotaType = builder.objectRef<ProviderQuota>('ProviderQuota').implement({
  description: 'How much an account may still be asked, as its provider told with its last answer.',
  fields: (t) => ({
    remaining: t.int({
      description: 'Calls that are left.',
      resolve: ({ remaining }) => Math.min(remaining, mostCalls),
    }),
    limit: t.int({
      nullable: true,
      description: 'Calls in a whole period; null when the provider does not tell.',
      resolve: ({ limit }) => (limit === null ? null : Math.min(limit, mostCalls)),
    }),
    resetsAt: t.expose('resetsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When all of them are there again; null when the provider does not tell.',
    }),
  }),
});

/** How an account is doing. */
export const providerStatusType = builder.objectRef<ProviderStatus>('ProviderStatus').implement({
  description:
    'How a provider account is doing, by the calls that this process has made to it. To tell it asks nobody and costs nothing; several processes of billgraph may tell different things.',
  fields: (t) => ({
    state: t.expose('state', { type: providerStateEnum, description: 'Whether it answers.' }),
    since: t.expose('since', {
      type: 'DateTime',
      description: 'Since when it has been in this state; at the earliest, since billgraph started.',
    }),
    lastFailure: t.field({
      type: errorCodeEnum,
      nullable: true,
      description:
        'Why a call to it failed last, even where others have gone well since then; null when none has failed.',
      resolve: ({ lastFailure }) => (lastFailure === null ? null : codeOf(lastFailure)),
    }),
    quota: t.expose('quota', {
      type: providerQuotaType,
      nullable: true,
      description: 'How much it may still be asked; null when the provider does not tell.',
    }),
  }),
});
