import type { CustomerAnswers, Question } from './customer-answers.ts';
import type { Known } from './memory.ts';

/** What was asked about a customer, and who may know the answer. */
export interface Asked<Name extends Question> {
  readonly question: Name;
  /** What tells it from all else that is asked about the customer, or by another audience. */
  readonly slot: string;
}

/** An answer that was kept; null is "does not exist". */
export interface Kept<Name extends Question> extends Known<CustomerAnswers[Name] | null> {
  readonly question: Name;
  /** How much memory it takes, about. */
  readonly bytes: number;
}

/** What was answered about one customer. */
export interface KeptAnswers {
  /** By what was asked; the one that was kept last comes last. */
  readonly bySlot: Map<string, Kept<Question>>;
  /** How much memory they take, about. */
  bytes: number;
}

/** Arguments make any number of questions. */
const mostAnswers = 50;

/** An answer, without its value. */
const bytesOfSlot = 150;

/** What was asked with these parameters, as JSON; empty without any. */
export function toAsked<Name extends Question>(
  question: Name,
  parameters: string,
  audience: string,
): Asked<Name> {
  // JSON tells itself where it ends.
  return { question, slot: `${question}${parameters}${audience}` };
}

/** The answer, or null where none is kept. */
export function findAnswer<Name extends Question>(
  { bySlot }: KeptAnswers,
  { question, slot }: Asked<Name>,
): Kept<Name> | null {
  const kept = bySlot.get(slot);
  return kept !== undefined && isOf(question, kept) ? kept : null;
}

/**
 * Keeps an answer in place of the one before. Lets the oldest go until the rest is few enough, and takes no more than so
 * many bytes.
 */
export function keepAnswer(answers: KeptAnswers, slot: string, kept: Kept<Question>, most: number): void {
  drop(answers, slot);
  answers.bySlot.set(slot, kept);
  answers.bytes += bytesOf(slot, kept);
  makeRoom(answers, most);
}

function drop(answers: KeptAnswers, slot: string): void {
  const kept = answers.bySlot.get(slot);
  if (kept === undefined) return;
  answers.bySlot.delete(slot);
  answers.bytes -= bytesOf(slot, kept);
}

const dear: ReadonlySet<Question> = new Set(['customer', 'entitlements']);

function makeRoom(answers: KeptAnswers, most: number): void {
  const fits = () => answers.bytes <= most && answers.bySlot.size <= mostAnswers;
  if (fits()) return;
  // What keeps a customer in goes last.
  for (const isDear of [false, true]) {
    for (const [slot, { question }] of answers.bySlot) {
      if (fits()) return;
      if (dear.has(question) === isDear) drop(answers, slot);
    }
  }
}

function bytesOf(slot: string, { bytes }: Kept<Question>): number {
  return bytes + 2 * slot.length + bytesOfSlot;
}

function isOf<Name extends Question>(question: Name, kept: Kept<Question>): kept is Kept<Name> {
  return kept.question === question;
}
