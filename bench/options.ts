import { parseArgs } from 'node:util';
import { type Contestant, contestants } from './contestants.ts';
import { workloads } from './workloads.ts';

/** What to measure, and for how long. */
export interface Options {
  /** Names of workloads, `customers` and `clients`. */
  readonly only: ReadonlySet<string>;
  readonly contestants: readonly Contestant[];
  readonly rounds: number;
  /** Of one measurement. */
  readonly seconds: number;
  /** Whether everything is measured, so that the results may be kept. */
  readonly isWhole: boolean;
}

/** The second table's two parts. */
const growthNames = ['customers', 'clients'] as const;

const names = [...workloads.map(({ name }) => name), ...growthNames];

/** Reads the command line; throws with what is wrong about it. */
export function readOptions(given: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...given],
    options: {
      only: { type: 'string', multiple: true },
      contestants: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '4' },
    },
  });
  const only = (values.only ?? names).flatMap((some) => some.split(','));
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`--only knows ${names.join(', ')}, and not ${unknown.join(', ')}`);
  const chosen = values.contestants?.split(',') ?? contestants;
  const picked = contestants.filter((contestant) => chosen.includes(contestant));
  if (picked.length < chosen.length) throw new Error(`--contestants knows ${contestants.join(', ')}`);
  return {
    only: new Set(only),
    contestants: picked,
    rounds: toPositive('rounds', values.rounds),
    seconds: toPositive('seconds', values.seconds),
    isWhole: values.only === undefined && values.contestants === undefined,
  };
}

function toPositive(name: string, text: string): number {
  const number = Number(text);
  if (number > 0 && (name === 'seconds' || Number.isInteger(number))) return number;
  throw new Error(`--${name} takes a number above 0`);
}
