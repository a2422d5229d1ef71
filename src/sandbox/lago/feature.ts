/** What a privilege's value can be. */
export type PrivilegeValue = number | boolean | string;

/** A setting of a feature. */
export interface Privilege {
  readonly code: string;
  readonly name: string | null;
  readonly value_type: 'integer' | 'string' | 'boolean' | 'select';
  readonly config: { readonly select_options?: readonly string[] };
}

/** Something that a plan may give a right to. Without privileges it is simply on or off. */
export interface Feature {
  readonly lago_id: string;
  readonly code: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly privileges: readonly Privilege[];
  readonly created_at: Date;
}

/** The features with these codes, in the order of the codes. */
export function featuresOf(features: readonly Feature[], codes: readonly string[]): readonly Feature[] {
  return codes.flatMap((code) => features.find((feature) => feature.code === code) ?? []);
}

/** The value as the privilege's type has it, or null where it cannot be one. */
export function castPrivilegeValue(privilege: Privilege, value: unknown): PrivilegeValue | null {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  switch (privilege.value_type) {
    case 'integer':
      return /^-?\d+$/.test(text) ? Number(text) : null;
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : null;
    case 'select':
      return privilege.config.select_options?.includes(text) ? text : null;
    case 'string':
      return text;
  }
}
