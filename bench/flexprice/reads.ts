import type {
  Page,
  WireAssociation,
  WireCreditGrant,
  WireCustomer,
  WireSubscription,
  WireUpcomingGrant,
  WireUsage,
  WireWallet,
} from './wire.ts';

/** Asks Flexprice, below its base URL. Nobody looks whether the answer is what it is taken for. */
export interface Ask {
  get<Answer>(path: string): Promise<Answer>;
  post<Answer>(path: string, body: object): Promise<Answer>;
}

/** Customers whose entitlements one search is asked for; billgraph's chunk, so that all ask alike. */
export const entitledPerSearch = 20;

/** The calls to Flexprice that the workloads need, each as billgraph makes it. */
export type Reads = ReturnType<typeof createReads>;

/** The calls, by this way of asking. */
export function createReads({ get, post }: Ask) {
  async function rows<Row>(page: Promise<Page<Row>>): Promise<readonly Row[]> {
    return (await page).items;
  }
  return {
    customers: (customer_ids: readonly string[]) =>
      rows(post<Page<WireCustomer>>('/customers/search', { customer_ids, limit: 1000, offset: 0 })),
    customerPage: (limit: number, offset: number) =>
      rows(post<Page<WireCustomer>>('/customers/search', { sort: newestFirst, limit, offset })),
    /** Live ones, with entitlements. */
    subscriptions: (customer_ids: readonly string[]) =>
      rows(
        post<Page<WireSubscription>>('/subscriptions/search', {
          customer_ids,
          subscription_status: ['active', 'trialing'],
          expand: 'entitlements',
          limit: 1000,
          offset: 0,
        }),
      ),
    usage: (customerId: string) => get<WireUsage>(`/customers/usage?customer_id=${customerId}`),
    upcomingGrants: (customerId: string) =>
      rows(get<Page<WireUpcomingGrant>>(`/customers/${customerId}/grants/upcoming`)),
    creditGrants: (ids: readonly string[]) =>
      rows(
        get<Page<WireCreditGrant>>(`/creditgrants?${repeated('credit_grant_ids', ids)}&limit=1000&offset=0`),
      ),
    associations: (subscriptionIds: readonly string[]) =>
      rows(
        get<Page<WireAssociation>>(
          `/coupons/associations?${repeated('subscription_ids', subscriptionIds)}&limit=1000&offset=0`,
        ),
      ),
    wallets: (customerId: string) => get<readonly WireWallet[]>(`/customers/${customerId}/wallets`),
    liveWallets: (customerId: string) =>
      get<readonly WireWallet[]>(`/customers/wallets?id=${customerId}&include_real_time_balance=true`),
  };
}

const newestFirst = [
  { field: 'created_at', direction: 'desc' },
  { field: 'id', direction: 'asc' },
] as const;

function repeated(name: string, values: readonly string[]): string {
  return values.map((value) => `${name}=${value}`).join('&');
}
