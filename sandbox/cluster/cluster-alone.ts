import { join } from "node:path";
import type { Environment } from "../../environments";
import { placesOf, rootPrefixOf } from "../../environments/standby";
import { Failure } from "../../scripts/failure";
import { synthesizeEnvironment } from "../../scripts/synth";
import { PLATFORM_OUTPUTS } from "../../stacks/addons-stack";
import { Lease } from "../lease";
import { findMoto } from "../moto";
import type { StepListener } from "../steps";
import { ClusterCycle } from "./cluster-cycle";
import { findClusterPrograms } from "./programs";

/**
 * Takes what runs in the cluster of an environment, and in that where its application stands by, through its life without a
 * platform: for its outputs stand their names.
 * @throws Failure with what does not hold, and where the programs cannot be had
 */
export async function runCluster(environment: Environment, listener: StepListener, signal: AbortSignal): Promise<void> {
  const found = await findClusterPrograms(process.env, signal);
  if ("missing" in found) throw new Failure(`cluster: its programs must be at hand, got ${found.missing}`);
  const outputs = Object.fromEntries(PLATFORM_OUTPUTS.map((output) => [output, output]));
  const lease = Lease.acquire(environment.name);
  try {
    const outdir = join(lease.folder, "cdktf.out");
    const { roots } = await synthesizeEnvironment(environment.name, outdir, process.env, signal);
    for (const place of placesOf([environment])) {
      const root = roots.find(({ name }) => name === `${rootPrefixOf(place)}-addons`);
      if (root === undefined) throw new Failure(`${rootPrefixOf(place)}: must have a root of add-ons, got none`);
      const cycle = new ClusterCycle(place, root, listener);
      await cycle.reserve(await findMoto(process.env, signal), signal);
      await cycle.run(found.folder, { outputs }, signal);
    }
  } finally {
    lease.release();
  }
}
