import { polarId } from '../organization.ts';
import type { BenefitGrantRecord, BenefitRecord } from '../records/benefit.ts';
import type { ProductRecord } from '../records/product.ts';
import { billableStatuses, type SubscriptionRecord } from '../records/subscription.ts';
import { lookUp, type PolarStore } from '../store.ts';
import { benefitIds } from './benefits.ts';
import type { Calendar } from './calendar.ts';
import { customerId } from './customers.ts';
import { memberId, teamMembers } from './special-customers.ts';

/** What the subscriptions give, and grants that come from elsewhere or went wrong. */
export function createBenefitGrants(calendar: Calendar, store: PolarStore): readonly BenefitGrantRecord[] {
  return [
    ...[...store.subscriptions.values()].flatMap((subscription) =>
      grantsOf(subscription, lookUp(store.products, subscription.product_id), store),
    ),
    ...unusualGrants(calendar),
  ];
}

/** One row per benefit; with seats, one per benefit and member. What never started has none, what ended revoked ones. */
function grantsOf(
  subscription: SubscriptionRecord,
  product: ProductRecord,
  { benefits }: PolarStore,
): readonly BenefitGrantRecord[] {
  const { started_at, ended_at, paused_at } = subscription;
  if (started_at === null) return [];
  const inForce = billableStatuses.includes(subscription.status);
  const members =
    subscription.customer_id === customerId('team-initech') ? teamMembers.map(memberId) : [null];
  return product.benefit_ids.flatMap((benefitId) =>
    members.map((member_id) => ({
      id: polarId('grant', `${subscription.id} ${benefitId} ${member_id ?? ''}`),
      created_at: started_at,
      modified_at: null,
      granted_at: inForce ? started_at : null,
      revoked_at: inForce ? null : (ended_at ?? paused_at ?? subscription.current_period_end),
      subscription_id: subscription.id,
      order_id: null,
      customer_id: subscription.customer_id,
      member_id,
      benefit_id: benefitId,
      error: null,
      properties: inForce ? propertiesOf(lookUp(benefits, benefitId), subscription.id) : {},
    })),
  );
}

/** Of meter credits nothing comes out, whatever Polar stores. */
function propertiesOf(benefit: BenefitRecord, key: string): Readonly<Record<string, unknown>> {
  switch (benefit.type) {
    case 'license_keys':
      return { license_key_id: polarId('licence key', key), display_key: '****-NORTH1' };
    case 'downloadables':
      return { files: [polarId('file', 'handbook')] };
    case 'discord':
      return { account_id: '820001', guild_id: '810001', role_id: '810002', granted_account_id: '820001' };
    case 'github_repository':
      return {
        account_id: '830001',
        repository_owner: 'northwind',
        repository_name: 'engine',
        permission: 'pull',
        granted_account_id: '830001',
      };
    case 'slack_shared_channel':
      return { invited_email: 'owner@initech.example', channel_name: 'northwind-with-friends' };
    default:
      return {};
  }
}

function unusualGrants(calendar: Calendar): readonly BenefitGrantRecord[] {
  const plain = (customer: string, benefitId: string, key: string) => ({
    id: polarId('grant', `${customer} ${benefitId} ${key}`),
    created_at: calendar(-33),
    modified_at: null,
    granted_at: null,
    revoked_at: null,
    subscription_id: null,
    order_id: polarId('order', `${customer} ${key}`),
    customer_id: customerId(customer),
    member_id: null,
    benefit_id: benefitId,
    error: null,
    properties: {},
  });
  return [
    { ...plain('acct-7', benefitIds.handbook, 'bought'), granted_at: calendar(-33) },
    { ...plain('acct-1', benefitIds.handbook, 'bought as well'), granted_at: calendar(-32) },
    {
      ...plain('acct-1', benefitIds.community, 'failed'),
      error: {
        message: 'The community server turned the invitation down.',
        type: 'BenefitActionRequiredError',
        timestamp: calendar(-33),
      },
    },
    plain('acct-1', benefitIds.repository, 'pending'),
    { ...plain('acct-8', benefitIds.retired, 'revoked'), revoked_at: calendar(-15) },
  ];
}
