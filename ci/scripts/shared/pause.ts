import { setTimeout } from "node:timers/promises";
import { Interrupted } from "../../../scripts/failure";

/** Waits. @throws Interrupted when the program is being ended meanwhile */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(milliseconds, undefined, { signal });
  } catch {
    throw new Interrupted();
  }
}
