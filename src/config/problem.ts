/** One thing that is wrong with the configuration. */
export interface Problem {
  /** Where: a path in the file ("providers[0].baseUrl") or the name of an environment variable. */
  readonly path: string;
  readonly reason: string;
}

/** A configuration that nothing can be started with; it lists every problem at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ path, reason }) => `${path}: ${reason}`).join('\n'));
    this.problems = problems;
  }
}
