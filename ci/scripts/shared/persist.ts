import { Interrupted } from "../../../scripts/failure";
import { pause } from "./pause";

/** Bounds of an action that is tried again. */
export interface Persistence {
  /** How long it is tried in all. */
  readonly seconds: number;
  readonly signal: AbortSignal;
  /** Milliseconds between two tries; two seconds by default. */
  readonly intervalMs?: number;
  /** Tells an error that may pass from one that stays; by default any may. */
  readonly passes?: (error: Error) => boolean;
}

/**
 * Tries an action until it succeeds.
 * @throws its error, when that stays or the time is over
 * @throws Interrupted when the program is being ended meanwhile
 */
export async function persist<T>(action: () => Promise<T>, persistence: Persistence): Promise<T> {
  const { seconds, signal, intervalMs = 2_000, passes = () => true } = persistence;
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (error instanceof Interrupted || !passes(error as Error) || Date.now() + intervalMs > deadline) throw error;
    }
    await pause(intervalMs, signal);
  }
}
