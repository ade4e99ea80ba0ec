import { addonsRoots, refuseLocked } from "../../../scripts/releases/addons-root";
import { findUnsettled, mend, onCluster } from "../../../scripts/releases/cluster";
import { unsettledText } from "../../../scripts/releases/release";
import { findAwsCli } from "../../../scripts/status/aws-cli";

/**
 * Mends the releases in the cluster of a root of add-ons, so that an apply after one that was killed is not refused. Does nothing
 * for any other root.
 * @throws Failure while someone is at the root, and with what stays stuck
 */
export async function mendReleases(name: string, signal: AbortSignal): Promise<void> {
  const root = addonsRoots().get(name);
  if (root === undefined) return;
  await refuseLocked(root, findAwsCli(process.env, signal));
  await onCluster(root, process.env, signal, async (commands) => {
    const unsettled = await findUnsettled(commands);
    for (const one of unsettled) console.log(`${name}: ${unsettledText(one)}`);
    await mend(commands, unsettled);
  });
}
