import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LAST_RUN, sandboxFolder } from "./lease";

/** The kinds of a run, which take their time each. */
export type RunKind = "cycle" | "keep" | "destroy";

/** Seconds that the last run of each kind took. */
type LastRuns = Readonly<Partial<Record<RunKind, number>>>;

/** The kind of the run that the command line asks for. */
export function kindOf({ keep, destroy }: { readonly keep: boolean; readonly destroy: boolean }): RunKind {
  if (keep) return "keep";
  return destroy ? "destroy" : "cycle";
}

/** How long environments took together the last time, in seconds; undefined when one of them did not run yet. */
export function expectedSeconds(environments: readonly string[], kind: RunKind): number | undefined {
  const known = environments.map((name) => lastRuns(name)[kind]);
  return known.every((seconds) => seconds !== undefined) ? Math.max(...known) : undefined;
}

/** Remembers how long a run took. */
export function keepSeconds(environment: string, kind: RunKind, seconds: number): void {
  mkdirSync(join(sandboxFolder(), environment), { recursive: true });
  writeFileSync(fileOf(environment), JSON.stringify({ ...lastRuns(environment), [kind]: Math.round(seconds) }));
}

function lastRuns(environment: string): LastRuns {
  try {
    return JSON.parse(readFileSync(fileOf(environment), "utf8")) as LastRuns;
  } catch {
    return {};
  }
}

function fileOf(environment: string): string {
  return join(sandboxFolder(), environment, LAST_RUN);
}
