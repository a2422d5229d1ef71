/** The billing systems that billgraph speaks to. */
export const providerKinds = ['FLEXPRICE', 'LAGO', 'POLAR'] as const;

/** One of the billing systems; several accounts of one kind may be configured. */
export type ProviderKind = (typeof providerKinds)[number];
