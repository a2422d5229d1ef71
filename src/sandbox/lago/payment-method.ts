/** How somebody pays when no method of payment was chosen. */
export const defaultPaymentMethod = { payment_method_id: null, payment_method_type: 'provider' } as const;
