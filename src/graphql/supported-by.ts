import {
  DirectiveLocation,
  GraphQLDirective,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  isEnumType,
} from 'graphql';
import type { ProviderKind } from '../billing/provider-kind.ts';

/** Field options that mark a field with `@supportedBy`; the printed schema shows it. */
export function supportedBy(...providers: readonly ProviderKind[]): {
  readonly extensions: {
    readonly directives: { readonly supportedBy: { readonly providers: readonly ProviderKind[] } };
  };
} {
  return { extensions: { directives: { supportedBy: { providers } } } };
}

/** The definition of `@supportedBy`, over the schema's own enum of provider kinds. */
export function createSupportedByDirective(providerKind: GraphQLNamedType | undefined): GraphQLDirective {
  if (!isEnumType(providerKind)) throw new Error('@supportedBy needs the enum ProviderKind');
  return new GraphQLDirective({
    name: 'supportedBy',
    description:
      'Which kinds of provider can fill a field or run a mutation. Elsewhere a plain value is null, and what would have to be asked of the provider answers UNSUPPORTED_BY_PROVIDER.',
    locations: [DirectiveLocation.FIELD_DEFINITION],
    args: {
      providers: {
        description: 'The kinds of provider that can.',
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(providerKind))),
      },
    },
  });
}
