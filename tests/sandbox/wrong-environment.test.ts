import { beforeEach, describe, expect, it } from "vitest";
import { dev } from "../../environments/dev";
import type { Environment } from "../../environments/environment";
import { prod } from "../../environments/prod";
import { ACCOUNTS } from "../../sandbox/gateway/judgement/account";
import { buildRoots } from "../../stacks";
import { type Attributes, type SynthesizedRoot, synthesizeRoots } from "../support/synthesized";
import { describedSubnets, ec2List, useJudgingSandbox } from "./gateway/judgement/support";
import type { Sandbox } from "./gateway/support";

// Edits of an environment that only AWS can refuse: the synth takes them, and so does Terraform's plan. Each sends what
// the provider sends for the synthesized JSON.

/** The platform of an environment with an edit. */
function platform<E extends Environment>(
  environment: E,
  edit: (environment: E) => Partial<Environment>,
): SynthesizedRoot {
  const edited = { ...environment, ...edit(environment) };
  const found = synthesizeRoots(buildRoots({ shared: "none", environments: [edited] })).get(`${edited.name}-platform`);
  if (found === undefined) throw new Error(`no platform of ${edited.name}`);
  return found;
}

function only(root: SynthesizedRoot, type: string): Attributes {
  const [resource, ...others] = Object.values(root.resources(type));
  if (resource === undefined || others.length > 0) throw new Error(`${root.name} must have one ${type}`);
  return resource;
}

/** The names of the subnets that the cluster refers to, with the zone of each. */
function clusterSubnets(root: SynthesizedRoot): (readonly [name: string, zone: string])[] {
  const { subnet_ids } = only(root, "aws_eks_cluster").vpc_config as { readonly subnet_ids: readonly string[] };
  const subnets = root.resources("aws_subnet");
  return subnet_ids.map((reference) => {
    const name = /aws_subnet\.(\w+)\.id/.exec(reference)?.[1] ?? "";
    return [name, String(subnets[name]?.availability_zone)] as const;
  });
}

function createCluster(sandbox: Sandbox, root: SynthesizedRoot) {
  const subnets = clusterSubnets(root);
  sandbox.moto.xml("DescribeSubnets", describedSubnets(subnets));
  const network = only(root, "aws_eks_cluster").vpc_config as { readonly public_access_cidrs: readonly string[] };
  return sandbox.rest("eks", "POST /clusters", {
    name: "lms",
    roleArn: "arn:aws:iam::111111111111:role/eks",
    resourcesVpcConfig: { subnetIds: subnets.map(([name]) => name), publicAccessCidrs: network.public_access_cidrs },
  });
}

const NODE_TYPES = ["t3.large", "m6i.large", "c6i.xlarge", "c6i.2xlarge", "r6i.large", "r6i.xlarge"];
const VCPUS: Readonly<Record<string, number>> = { large: 2, xlarge: 4, "2xlarge": 8 };

function createNodeGroups(sandbox: Sandbox, root: SynthesizedRoot) {
  const groups = Object.entries(root.resources("aws_eks_node_group")).map(([name, group]) => {
    const { min_size: minSize, desired_size, max_size: maxSize } = group.scaling_config as Attributes;
    // A group that is new has the size behind the question mark, any other the one that runs.
    const desiredSize = Number(/ \? (\d+) : /.exec(String(desired_size))?.[1]);
    return sandbox.rest("eks", "POST /clusters/lms/node-groups", {
      nodegroupName: name.replaceAll("_", "-"),
      nodeRole: "arn:aws:iam::111111111111:role/nodes",
      subnets: ["subnet-1"],
      instanceTypes: group.instance_types,
      capacityType: group.capacity_type,
      scalingConfig: { minSize, desiredSize, maxSize },
    });
  });
  return Promise.all(groups);
}

function stubCluster(sandbox: Sandbox): void {
  sandbox.moto.xml(
    "CreateSecurityGroup",
    "<CreateSecurityGroupResponse><groupId>sg-1</groupId></CreateSecurityGroupResponse>",
  );
  sandbox.moto.xml("CreateLaunchTemplate", "<CreateLaunchTemplateResponse/>");
  sandbox.moto.xml("CreateAutoScalingGroup", "<CreateAutoScalingGroupResponse/>");
  const types = NODE_TYPES.map(
    (type) =>
      `<instanceType>${type}</instanceType><vCpuInfo><defaultVCpus>${VCPUS[type.split(".")[1] ?? ""]}</defaultVCpus></vCpuInfo>` +
      "<processorInfo><supportedArchitectures><item>x86_64</item></supportedArchitectures></processorInfo>",
  );
  sandbox.moto.xml("DescribeInstanceTypes", ec2List("DescribeInstanceTypes", "instanceTypeSet", types));
}

describe("in a prepared account", () => {
  const sandbox = useJudgingSandbox({ takenBuckets: ["lms-dev-media-111111111111"] });
  beforeEach(() => stubCluster(sandbox));

  it("the shipped environments are taken", async () => {
    for (const [environment, nodeGroups] of [
      [dev, 5],
      [prod, 9],
    ] as const) {
      const root = platform(environment, () => ({}));
      await sandbox.stop();
      await sandbox.start();
      stubCluster(sandbox);
      expect((await createCluster(sandbox, root)).status).toBe(200);
      const statuses = (await createNodeGroups(sandbox, root)).map(({ status }) => status);
      expect(statuses).toEqual(Array(nodeGroups).fill(200));
    }
  });

  it("a zone without EKS is refused", async () => {
    const root = platform(dev, ({ cluster }) => ({
      cluster: { ...cluster, controlPlaneZones: ["us-east-1a", "us-east-1b", "us-east-1e"] },
    }));
    const { status, json } = await createCluster(sandbox, root);
    expect(status).toBe(400);
    expect(json).toMatchObject({ code: "UnsupportedAvailabilityZoneException" });
  });

  it("a zone more for a cluster that is there is refused", async () => {
    await createCluster(
      sandbox,
      platform(dev, ({ cluster }) => ({ cluster: { ...cluster, controlPlaneZones: ["us-east-1a", "us-east-1b"] } })),
    );
    const after = clusterSubnets(platform(dev, () => ({})));
    sandbox.moto.inTurn("DescribeSubnets", [describedSubnets(after), describedSubnets(after.slice(0, 2))]);
    const { json } = await sandbox.rest("eks", "POST /clusters/lms/update-config", {
      resourcesVpcConfig: { subnetIds: after.map(([name]) => name) },
    });
    expect(json).toEqual({
      code: "InvalidParameterException",
      message:
        "Provided subnets belong to the AZs 'us-east-1a,us-east-1b,us-east-1c'. But they should belong to the exact set of AZs 'us-east-1a,us-east-1b' in which subnets were provided during cluster creation.",
    });
  });

  it("a private block for the public endpoint, which EKS refuses, is refused before a plan", () => {
    expect(() => platform(dev, ({ cluster }) => ({ cluster: { ...cluster, publicAccess: ["10.0.0.0/8"] } }))).toThrow(
      "publicAccess: must be an IPv4 block of the internet of /8 or narrower",
    );
  });

  it("a NAT gateway in each of six zones is refused at the sixth address", async () => {
    const zones = ["a", "b", "c", "d", "e", "f"].map((zone) => `us-east-1${zone}`);
    const root = platform(prod, ({ network }) => ({ network: { ...network, zones } }));
    const answers: string[] = [];
    for (const index of Object.keys(root.resources("aws_eip")).keys()) {
      const there = Array.from({ length: index }, () => "<publicIp>192.0.2.1</publicIp>");
      sandbox.moto.xml("DescribeAddresses", ec2List("DescribeAddresses", "addressesSet", there));
      sandbox.moto.xml("AllocateAddress", "<AllocateAddressResponse/>");
      answers.push((await sandbox.query("ec2", { Action: "AllocateAddress", Domain: "vpc" })).text);
    }
    expect(answers).toHaveLength(6);
    expect(answers.filter((answer) => answer.includes("<Code>AddressLimitExceeded</Code>"))).toEqual([answers[5]]);
  });

  it("frames for too many other sites, which CloudFront refuses, are refused before a plan", () => {
    const ltiFrameOrigins = Array.from({ length: 50 }, (_, index) => `https://canvas-${index}.school.example.com`);
    expect(() => platform(dev, ({ distribution }) => ({ distribution: { ...distribution, ltiFrameOrigins } }))).toThrow(
      "ltiFrameOrigins: must fit into a Content-Security-Policy of 1783 characters",
    );
  });

  it("a bucket that somebody else has is refused", async () => {
    const names = Object.values(platform(dev, () => ({})).attribute("aws_s3_bucket", "bucket")).map(String);
    const refused: string[] = [];
    for (const name of names) {
      sandbox.moto.on(`PUT /${name}`, { status: 200 });
      if ((await sandbox.s3(`PUT /${name}`)).status === 409) refused.push(name);
    }
    expect(refused).toEqual(["lms-dev-media-111111111111"]);
  });
});

describe("in a new account", () => {
  const sandbox = useJudgingSandbox(ACCOUNTS.new);
  beforeEach(() => stubCluster(sandbox));

  it("dev's nodes are taken", async () => {
    const root = platform(dev, () => ({}));
    await createCluster(sandbox, root);
    expect((await createNodeGroups(sandbox, root)).map(({ status }) => status)).toEqual(Array(5).fill(200));
  });

  it("prod's nodes are refused", async () => {
    const root = platform(prod, () => ({}));
    await createCluster(sandbox, root);
    const answers = await createNodeGroups(sandbox, root);
    const codes = answers.map(({ json }) => (json as { readonly code?: string }).code);
    // Two zones' groups of compute, and all three of general: each has more vCPUs than a new account may run.
    expect(codes.filter((code) => code === "AsgInstanceLaunchFailures")).toHaveLength(5);
  });
});
