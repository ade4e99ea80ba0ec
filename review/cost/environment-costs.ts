import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../environments";
import { secondRegionOf } from "../../environments/environment";
import { Failure } from "../../scripts/failure";
import { buildRoots } from "../../stacks";
import { synthesize } from "../../stacks/synthesize";
import { environmentLedger } from "./budget";
import type { EnvironmentCost } from "./table";

/** What could stand by of an application. */
const MODES = ["pilot-light", "warm-standby"] as const;

/** Reckons what an environment costs, and what it would with an application that stands by, where it keeps data alone. */
export function environmentCosts(environment: Environment): EnvironmentCost[] {
  const recovery = secondRegionOf(environment);
  const own = costOf(environment.name, environment);
  if (recovery === "none" || recovery.application !== "none") return [own];
  return [
    own,
    ...MODES.map((application) =>
      costOf(`${environment.name}, ${application}`, { ...environment, recovery: { ...recovery, application } }),
    ),
  ];
}

function costOf(title: string, environment: Environment): EnvironmentCost {
  const outdir = mkdtempSync(join(tmpdir(), "lms-cost-"));
  try {
    const { problems } = synthesize(() => buildRoots({ shared: "none", environments: [environment] }), outdir);
    if (problems.length > 0) throw new Failure(problems.join("\n"));
    const { name, monitoring } = environment;
    return { environment: title, ledger: environmentLedger(name, { outdir }), budget: monitoring.budget.monthlyUsd };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
