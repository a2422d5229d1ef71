import { builder } from '../builder.ts';

/** One entry of metadata, to be kept or to be looked for. */
export const metadataEntryInput = builder.inputType('MetadataEntryInput', {
  description: 'One entry of metadata.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'Not empty, and unique within the customer.' }),
    value: t.string({ required: true, description: 'The text as it is. Lago and Polar take no empty one.' }),
  }),
});
