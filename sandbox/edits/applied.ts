import { CODE_EDITS, EDITS } from "../../environments/edits";
import { Failure } from "../../scripts/failure";
import { moveRecovery } from "./recovery-move";
import { type ClusterPlace, runningNodes, type Sizes, setRunningNodes } from "./running-nodes";
import type { RunningPlatform } from "./running-platform";

/** Edits that are applied at once. */
interface AppliedEdits {
  readonly names: readonly string[];
  /** Nodes of the group `general` that the autoscaler makes between the plan and its apply, and what must come of it. */
  readonly nodes?: { readonly run: number; readonly after: Sizes };
  /** Tells that something is lost that cannot be made again. */
  readonly loses?: boolean;
}

/** What is applied, one after the other, each on top of what is before. */
const APPLIED: readonly AppliedEdits[] = [
  {
    names: ["cluster.nodeGroups.*.maxSize"],
    nodes: { run: 11, after: { minSize: 9, desiredSize: 11, maxSize: 15 } },
  },
  {
    names: ["cluster.nodeGroups.*.minSize"],
    nodes: { run: 10, after: { minSize: 11, desiredSize: 11, maxSize: 15 } },
  },
  {
    names: [
      "costCenter",
      "cluster.kubernetesVersion",
      "distribution.mediaSigningKeys: one added",
      "edge.originVerifyVersion",
      "monitoring.notifications.mail: one added",
      "network.zones: one added",
      "A service is added",
      "A secret is added",
      "A queue is added",
      "A service's `priority`, `paths` or `traced` changes",
    ],
    // The zone that is added brings two nodes, and ends one of five in the first, of which it lowers the maximum to four.
    nodes: { run: 13, after: { minSize: 11, desiredSize: 14, maxSize: 15 } },
  },
  {
    names: [
      "cluster.nodeGroups: one renamed",
      "monitoring.notifications.mail: one removed",
      "network.zones: one removed",
      "A queue is removed",
      "A service is removed",
    ],
    loses: true,
  },
];

/** Applies edits, and moves the second region. @throws Failure with the edit that AWS refuses or that leaves something to do */
export async function applyEdits(running: RunningPlatform, place: ClusterPlace): Promise<void> {
  for (const { names, nodes, loses = false } of APPLIED) {
    for (const name of names) edit(running, name);
    const meanwhile = async () => {
      if (nodes !== undefined) await setRunningNodes(place, "general", nodes.run);
    };
    await running.apply({ name: names.join("; "), loses, meanwhile });
    if (nodes !== undefined) await expectNodes(place, nodes.after);
  }
  await running.expectNothing("the edits");
  await moveRecovery(running, place);
}

function edit(running: RunningPlatform, name: string): void {
  const code = CODE_EDITS[name];
  const setting = EDITS[name]?.edit;
  if (code !== undefined) running.rewrite(code);
  else if (setting !== undefined) running.settle(setting);
  else throw new Failure(`edits: must name an edit of the table, got ${name}`);
}

async function expectNodes(place: ClusterPlace, expected: Sizes): Promise<void> {
  const got = await runningNodes(place, "general");
  if (JSON.stringify(got) === JSON.stringify(expected)) return;
  throw new Failure(`general: must have ${JSON.stringify(expected)} nodes, got ${JSON.stringify(got)}`);
}
