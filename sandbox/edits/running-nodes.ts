import type { Environment } from "../../environments";
import { siteOf } from "../../modules/foundation/names";

/** Where a cluster runs. */
interface ClusterPlace {
  readonly environment: Environment;
  readonly endpoint: string;
}

/** Sizes of a node group as EKS tells them. */
export interface Sizes {
  readonly minSize: number;
  readonly desiredSize: number;
  readonly maxSize: number;
}

interface NodeGroup {
  readonly scalingConfig: Sizes;
  readonly resources: { readonly autoScalingGroups: readonly { readonly name: string }[] };
}

/** Sizes of a node group. @param group its name in the settings */
export async function runningNodes(place: ClusterPlace, group: string): Promise<Sizes> {
  const { minSize, desiredSize, maxSize } = (await describe(place, group)).scalingConfig;
  return { minSize, desiredSize, maxSize };
}

/** Changes how many nodes a group has, as the Cluster Autoscaler does. */
export async function setRunningNodes(place: ClusterPlace, group: string, nodes: number): Promise<void> {
  const [scaling] = (await describe(place, group)).resources.autoScalingGroups;
  const form = {
    Action: "SetDesiredCapacity",
    Version: "2011-01-01",
    AutoScalingGroupName: scaling?.name ?? "",
    DesiredCapacity: String(nodes),
  };
  await ask(place, "autoscaling", "/", new URLSearchParams(form));
}

async function describe(place: ClusterPlace, group: string): Promise<NodeGroup> {
  const path = `/clusters/${siteOf(place.environment).prefix}/node-groups`;
  const { nodegroups } = (await (await ask(place, "eks", path)).json()) as { readonly nodegroups: readonly string[] };
  const name = nodegroups.find((each) => each.startsWith(`${group}-`));
  const answer = (await (await ask(place, "eks", `${path}/${name}`)).json()) as { readonly nodegroup: NodeGroup };
  return answer.nodegroup;
}

/** Asks the local AWS as the account's administrator. */
async function ask(
  { environment, endpoint }: ClusterPlace,
  service: string,
  path: string,
  form?: URLSearchParams,
): Promise<Response> {
  const scope = `test/20250101/${environment.region}/${service}/aws4_request`;
  const response = await fetch(endpoint + path, {
    method: form === undefined ? "GET" : "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=test`,
      ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
    },
    ...(form === undefined ? {} : { body: form }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok) throw new Error(`${service} ${path}: ${await response.text()}`);
  return response;
}
