/** The environment variables that the configuration is read from. */
export type Environment = Readonly<Record<string, string | undefined>>;
