/** A JSON object of an answer: a record with what Polar embeds in it and leaves out of it. */
export type Wire = Readonly<Record<string, unknown>>;
