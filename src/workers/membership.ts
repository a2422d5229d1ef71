import { z } from 'zod';

/** What a worker is told before it starts. */
export interface Membership {
  /** Its number, from 1; that of a worker which has ended goes to the one that replaces it. */
  readonly number: number;
  /** How many workers there are. */
  readonly workers: number;
  /** The accounts of the sandbox, which is one for all workers; null: the configured ones are asked. */
  readonly sandbox: readonly SandboxAccount[] | null;
}

type SandboxAccount = z.infer<typeof accountSchema>;

/** The environment variable that carries it; without it a process is none of our workers. */
export const membershipVariable = 'BILLGRAPH_WORKER';

const accountSchema = z.object({
  name: z.string(),
  kind: z.enum(['FLEXPRICE', 'LAGO', 'POLAR']),
  baseUrl: z.string(),
  apiKey: z.string(),
});

const membershipSchema = z.object({
  number: z.number(),
  workers: z.number(),
  sandbox: z.array(accountSchema).nullable(),
});

/** What the variable says; null where it is not set. */
export function readMembership(text: string | undefined): Membership | null {
  return text === undefined ? null : membershipSchema.parse(JSON.parse(text));
}
