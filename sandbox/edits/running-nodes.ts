import type { Environment } from "../../environments";
import { elementAt, elementsAt, textAt, type XmlElement } from "../gateway/xml";
import { type Query, query } from "../local-aws";

/** Where a cluster runs. */
export interface ClusterPlace {
  readonly environment: Environment;
  readonly endpoint: string;
}

/** Sizes of a node group. */
export interface Sizes {
  readonly minSize: number;
  readonly desiredSize: number;
  readonly maxSize: number;
}

/** Sizes of a node group, of all its Auto Scaling groups together. @param group its name in the settings */
export async function runningNodes(place: ClusterPlace, group: string): Promise<Sizes> {
  const found = await scalingGroups(place, group);
  const size = (name: string) => found.reduce((sum, one) => sum + Number(textAt(one, name)), 0);
  return { minSize: size("MinSize"), desiredSize: size("DesiredCapacity"), maxSize: size("MaxSize") };
}

/** Changes how many nodes a group has, as the Cluster Autoscaler does, which keeps its Auto Scaling groups alike in size. */
export async function setRunningNodes(place: ClusterPlace, group: string, nodes: number): Promise<void> {
  const names = (await scalingGroups(place, group)).map((one) => textAt(one, "AutoScalingGroupName") ?? "").sort();
  for (const [index, name] of names.entries()) {
    const share = Math.ceil((nodes - index) / names.length);
    await ask(place, { Action: "SetDesiredCapacity", AutoScalingGroupName: name, DesiredCapacity: String(share) });
  }
}

async function scalingGroups(place: ClusterPlace, group: string): Promise<XmlElement[]> {
  const label = "k8s.io/cluster-autoscaler/node-template/label/lms.platform/node-group";
  const filter = { "Filters.member.1.Name": `tag:${label}`, "Filters.member.1.Values.member.1": group };
  const result = await ask(place, { Action: "DescribeAutoScalingGroups", ...filter });
  const found = elementsAt(elementAt(result, "AutoScalingGroups"), "member");
  if (found.length === 0) throw new Error(`no Auto Scaling group of the node group ${group}`);
  return found;
}

function ask({ environment: { region }, endpoint }: ClusterPlace, form: Omit<Query, "Version">): Promise<XmlElement> {
  return query({ endpoint, region }, "autoscaling", { Version: "2011-01-01", ...form } as Query);
}
