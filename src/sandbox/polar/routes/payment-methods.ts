import type { SandboxAnswer, SandboxRequest } from '../../http-server.ts';
import { answerList } from '../paging.ts';
import type { CustomerRecord, PaymentMethodRecord } from '../records/customer.ts';
import type { PolarStore } from '../store.ts';

/** A page of a customer's payment methods. */
export function answerPaymentMethods(
  store: PolarStore,
  customer: CustomerRecord,
  request: SandboxRequest,
): SandboxAnswer {
  return answerList(request, {
    rows: () => [...store.paymentMethods.values()].filter((method) => method.customer_id === customer.id),
    toWire: ({ card, ...method }: PaymentMethodRecord) => ({
      ...method,
      processor: 'stripe',
      is_default: method.id === customer.default_payment_method_id,
      ...(card === null ? {} : { method_metadata: { ...card, wallet: null } }),
    }),
  });
}
