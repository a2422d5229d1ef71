/** The billing systems that billgraph speaks to. */
export type ProviderKind = 'FLEXPRICE' | 'LAGO' | 'POLAR';
