import { z } from 'zod';

const rateLimitSchema = z.object({ requests: z.number(), perSeconds: z.number() }).nullable();

const pausedSchema = z.object({ kind: z.literal('paused'), group: z.string(), ms: z.number() });

const writtenSchema = z.object({
  kind: z.literal('written'),
  written: z.object({
    account: z.string(),
    customers: z.array(z.union([z.object({ key: z.string() }), z.object({ externalId: z.string() })])),
  }),
});

/** What a worker says to the first process. */
export const fromWorkerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), url: z.string() }),
  z.object({
    kind: z.literal('report'),
    group: z.string(),
    limit: rateLimitSchema,
    cold: rateLimitSchema,
    wanted: z.number(),
    used: z.number(),
    unused: z.number(),
  }),
  z.object({ kind: z.literal('recognised'), group: z.string() }),
  pausedSchema,
  writtenSchema,
]);

/** What a worker says to the first process. */
export type FromWorker = z.infer<typeof fromWorkerSchema>;

/** What the first process says to a worker. */
export const toWorkerSchema = z.discriminatedUnion('kind', [
  /** All workers take traffic. */
  z.object({ kind: z.literal('complete') }),
  z.object({ kind: z.literal('stop'), withinMs: z.number() }),
  z.object({
    kind: z.literal('grant'),
    group: z.string(),
    calls: z.number(),
    nextInMs: z.number().nullable(),
  }),
  pausedSchema,
  writtenSchema,
]);

/** What the first process says to a worker. */
export type ToWorker = z.infer<typeof toWorkerSchema>;
