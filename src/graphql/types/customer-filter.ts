import type { CustomerOrderField, OrderDirection } from '../../billing/customer-list.ts';
import { builder } from '../builder.ts';
import { metadataEntryInput } from './metadata-entry-input.ts';

/** Which customers a list holds. */
export const customerFilterInput = builder.inputType('CustomerFilter', {
  description: 'Which customers a list holds: those that meet every condition given. Null is no condition.',
  fields: (t) => ({
    search: t.string({
      description:
        'Name, e-mail or external id contains this text, in any case. At most 256 characters; white space around it is ignored, and an empty text is no condition. Lago also looks into first, last and legal names; Polar into billing names, into external ids only where they begin with the text, and it takes "%" for any text and "_" for any character.',
    }),
    email: t.string({
      description:
        'The whole e-mail address; on Lago one of those in the field. Upper and lower case differ on Flexprice only.',
    }),
    externalIds: t.stringList({
      description: 'Your id for the customer is one of these, at most 100; an empty list matches nobody.',
    }),
    metadata: t.field({
      type: [metadataEntryInput],
      description:
        'Has all of these entries, at most 10, with keys of at most 100 and values of at most 500 characters. A provider that cannot be asked for such a key or value stands in `unavailable`.',
    }),
  }),
});

const customerOrderFieldEnum = builder.enumType('CustomerOrderField', {
  description: 'What customers can be sorted by.',
  values: {
    CREATED_AT: { description: 'When the provider created the customer.' },
    NAME: { description: 'The name, in any case, by the rules of the provider.' },
    EMAIL: { description: 'The e-mail address, in any case, by the rules of the provider.' },
  } satisfies Record<CustomerOrderField, object>,
});

const orderDirectionEnum = builder.enumType('OrderDirection', {
  description: 'Which end of an order comes first.',
  values: {
    ASC: { description: 'Oldest first; A to Z.' },
    DESC: { description: 'Newest first; Z to A.' },
  } satisfies Record<OrderDirection, object>,
});

/** How a list of customers is sorted. */
export const customerOrderInput = builder.inputType('CustomerOrder', {
  description: 'How a list of customers is sorted.',
  fields: (t) => ({
    field: t.field({
      type: customerOrderFieldEnum,
      required: true,
      description: 'What customers are sorted by.',
    }),
    direction: t.field({ type: orderDirectionEnum, required: true, description: 'Which end comes first.' }),
  }),
});
