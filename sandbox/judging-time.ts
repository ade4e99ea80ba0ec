import { cpus } from "node:os";
import { Failure } from "../scripts/failure";
import type { Times } from "./gateway/stopwatch";

/** By how much a cycle may grow because each request is authorized and judged. */
const MAX_GROWTH = 0.15;

/** Share of the processors that a cycle by itself leaves idle, while it waits for AWS. Less tells of others at work. */
const MIN_IDLE = 0.1;

/**
 * What it has cost a cycle that each request is authorized and judged.
 * @param cycleSeconds how long the cycle has taken, with it
 * @param idle share of the processors that was idle meanwhile: where others work, judging waits for them, and its time tells nothing
 * @throws Failure when the cycle has grown by more than 15 % at that
 */
export function judgingText({ count, seconds }: Times, cycleSeconds: number, idle: number): string {
  const growth = seconds / (cycleSeconds - seconds);
  const told = `${count} requests authorized and judged in ${seconds.toFixed(1)} of ${cycleSeconds.toFixed(0)} s`;
  if (growth <= MAX_GROWTH) return told;
  if (idle < MIN_IDLE) return `${told}, much of it spent waiting for the other work of this machine`;
  throw new Failure(
    `sandbox: must grow by at most ${MAX_GROWTH * 100} % through judging, got ${told}; ` +
      "look in sandbox/gateway for what became slow",
  );
}

/** Asks the local AWS what its judging has taken so far. */
export async function judgingTimes(endpoint: string): Promise<Times> {
  const response = await fetch(`${endpoint}/gateway-api/times`, { signal: AbortSignal.timeout(30_000) });
  return (await response.json()) as Times;
}

/** Watches the processors. @returns what tells the share of them that has been idle since */
export function watchIdle(): () => number {
  const begin = processorTimes();
  return () => {
    const end = processorTimes();
    return (end.idle - begin.idle) / Math.max(1, end.all - begin.all);
  };
}

/** Milliseconds of all processors together. */
function processorTimes(): { readonly idle: number; readonly all: number } {
  const times = cpus().map((processor) => processor.times);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return { idle: sum(times.map(({ idle }) => idle)), all: sum(times.flatMap((each) => Object.values(each))) };
}
