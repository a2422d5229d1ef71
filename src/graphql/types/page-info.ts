import { builder } from '../builder.ts';

/** Where a page lies in its list. */
export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Made when asked for; null on an empty page. */
  readonly startCursor: () => string | null;
  readonly endCursor: () => string | null;
}

/** Relay's PageInfo. */
export const pageInfoType = builder.objectRef<PageInfo>('PageInfo').implement({
  description: 'Where a page lies in its list.',
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', {
      description: 'Whether there is more. A provider that is missing from the page does not count.',
    }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', { description: 'Whether `after` was given.' }),
    startCursor: t.string({
      nullable: true,
      description: 'The cursor of the first edge; null on an empty page.',
      resolve: ({ startCursor }) => startCursor(),
    }),
    endCursor: t.string({
      nullable: true,
      description: 'The cursor of the last edge, for `after`; null on an empty page.',
      resolve: ({ endCursor }) => endCursor(),
    }),
  }),
});
