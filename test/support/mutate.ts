import type { BillingProvider } from '../../src/billing/provider.ts';
import { type Answer, execute } from './execute.ts';

const inputTypes = {
  createCustomer: 'CreateCustomerInput',
  ensureCustomer: 'CreateCustomerInput',
  updateCustomer: 'UpdateCustomerInput',
  deleteCustomer: 'DeleteCustomerInput',
  removeCoupon: 'RemoveCouponInput',
  createPortalSession: 'CreatePortalSessionInput',
  createCheckoutSession: 'CreateCheckoutSessionInput',
} as const;

/** A mutation of the graph. */
export type Mutation = keyof typeof inputTypes;

/** A mutation, its input, and what to select of its result beside the type. */
export interface MutationRequest {
  readonly mutation: Mutation;
  readonly input: object;
  readonly selection?: string;
}

/** Runs one mutation over the providers; the answer has it as `result`. */
export async function mutate(
  providers: readonly BillingProvider[],
  { mutation, input, selection = '' }: MutationRequest,
): Promise<Answer> {
  return execute(
    providers,
    `mutation ($input: ${inputTypes[mutation]}!) { result: ${mutation}(input: $input) { __typename ${selection} } }`,
    { input },
  );
}
