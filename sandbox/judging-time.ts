import { Failure } from "../scripts/failure";
import type { Times } from "./gateway/stopwatch";

/** By how much a cycle may grow because each request is authorized and judged. */
const MAX_GROWTH = 0.15;

/**
 * What it has cost a cycle that each request is authorized and judged.
 * @param cycleSeconds how long the cycle has taken, with it
 * @throws Failure when the cycle has grown by more than 15 % at that
 */
export function judgingText({ count, seconds }: Times, cycleSeconds: number): string {
  const growth = seconds / (cycleSeconds - seconds);
  const told = `${count} requests authorized and judged in ${seconds.toFixed(1)} of ${cycleSeconds.toFixed(0)} s`;
  if (growth <= MAX_GROWTH) return told;
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
