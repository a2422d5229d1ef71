import {
  DirectiveLocation,
  GraphQLDirective,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  isEnumType,
} from 'graphql';
import type { ProviderKind } from '../billing/provider-kind.ts';

const names: Readonly<Record<ProviderKind, string>> = {
  FLEXPRICE: 'Flexprice',
  LAGO: 'Lago',
  POLAR: 'Polar',
};

/** What marks a field as filled by some kinds of provider only. */
export interface SupportedBy {
  readonly description: string;
  readonly extensions: {
    readonly directives: { readonly supportedBy: { readonly providers: readonly ProviderKind[] } };
  };
}

/**
 * Field options that mark a field with `@supportedBy`. The description says it as well: introspection, and so GraphiQL,
 * does not show directives.
 */
export function supportedBy(providers: readonly ProviderKind[], description: string): SupportedBy {
  return {
    description: `${description} Only on ${providers.map((kind) => names[kind]).join(' and ')}.`,
    extensions: { directives: { supportedBy: { providers } } },
  };
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
