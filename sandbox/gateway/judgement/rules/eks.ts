import { type JsonObject, numberAt, objectAt, stringAt, stringsAt } from "../../json";
import { clusters } from "../../services/eks/model";
import { elementAt, elementsAt, textAt, type XmlElement } from "../../xml";
import { describeEc2, numbered, type Rules, refuse, type Scene } from "../rule";
import { type Subnet, subnetsOf, zonesOf } from "./subnets";

/**
 * Zones in which EKS makes no control plane, by the ids that they have in every account.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html#network-requirements-subnets
 */
const ZONES_WITHOUT_EKS = ["use1-az3", "usw1-az2", "cac1-az3"];

/** @see https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
const MAX_PUBLIC_CIDRS = 40;

/** Blocks that the public endpoint cannot be open to. @see https://docs.aws.amazon.com/eks/latest/APIReference/API_VpcConfigRequest.html */
const RESERVED = /^(10\.|127\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.)/;

/** The families that share the quotas of standard instances. @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html */
const STANDARD_FAMILY = /^[acdhimrtz]\d/;

/** Size of the root volume of EKS's Linux images, in GiB. @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
const AMI_GIB = 20;

/** EKS: zones and networks of control planes, and the machines of node groups. */
export const eksRules: Rules = {
  CreateCluster: async (parameters, scene) => {
    const network = objectAt(parameters, "resourcesVpcConfig") ?? {};
    requirePublicCidrs(network);
    const subnets = await subnetsOf(stringsAt(network, "subnetIds"), scene);
    requireZones(subnets, String(parameters.name));
    requireOneVpc(subnets);
  },

  UpdateClusterConfig: async (parameters, scene) => {
    const network = objectAt(parameters, "resourcesVpcConfig") ?? {};
    requirePublicCidrs(network);
    const cluster = scene.remembered(clusters).get(stringAt(parameters, "name") ?? "");
    const asked = await subnetsOf(stringsAt(network, "subnetIds"), scene);
    if (cluster === undefined || asked.length === 0) return;
    const current = objectAt(cluster.description, "resourcesVpcConfig") ?? {};
    const before = zonesOf(await subnetsOf(stringsAt(current, "subnetIds"), scene)).join(",");
    requireOneVpc([...asked, { id: "", vpc: String(current.vpcId), zone: "", zoneId: "" }]);
    const after = zonesOf(asked).join(",");
    if (after === before) return;
    // @see https://github.com/aws/containers-roadmap/issues/2258
    invalid(
      `Provided subnets belong to the AZs '${after}'. But they should belong to the exact set of AZs '${before}' in which subnets were provided during cluster creation.`,
    );
  },

  CreateNodegroup: async (parameters, scene) => {
    const types = stringsAt(parameters, "instanceTypes");
    const described = await instanceTypes(types, scene);
    const missing = types.filter((type) => !described.has(type));
    if (missing.length > 0) {
      invalid(`The following supplied instance types do not exist: [${missing.join(", ")}]`);
    }
    const amiType = stringAt(parameters, "amiType") ?? "AL2023_x86_64_STANDARD";
    const architecture = /ARM_64|arm64/i.test(amiType) ? "arm64" : "x86_64";
    const foreign = types.filter((type) => !architecturesOf(described.get(type) ?? {}).includes(architecture));
    if (foreign.length > 0) {
      invalid(`[${foreign.join(", ")}] is not a valid instance type for requested amiType ${amiType}`);
    }
    await requireVolume(parameters, scene);
    await requireVcpus({ ...parameters, instanceTypes: types }, "", scene);
  },

  UpdateNodegroupConfig: async (parameters, scene) => {
    const name = stringAt(parameters, "nodegroupName") ?? "";
    const cluster = scene.remembered(clusters).get(stringAt(parameters, "clusterName") ?? "");
    const group = cluster?.nodeGroups.get(name);
    const scalingConfig = objectAt(parameters, "scalingConfig");
    if (group === undefined || scalingConfig === undefined) return;
    await requireVcpus({ ...group.description, scalingConfig }, name, scene);
  },
};

function invalid(message: string): never {
  return refuse("InvalidParameterException", message);
}

function requirePublicCidrs(network: JsonObject): void {
  const cidrs = stringsAt(network, "publicAccessCidrs");
  const wrong = cidrs.filter((cidr) => cidr.includes(":") || RESERVED.test(cidr));
  if (wrong.length > 0) invalid(`The following CIDRs are invalid in publicAccessCidrs: [${wrong.join(", ")}]`);
  if (cidrs.length > MAX_PUBLIC_CIDRS) {
    refuse("InvalidParameterException", `The number of publicAccessCidrs cannot exceed ${MAX_PUBLIC_CIDRS}`);
  }
}

/** @see https://github.com/awsdocs/amazon-eks-user-guide/issues/8 */
function requireZones(subnets: readonly Subnet[], cluster: string): void {
  const unsupported = subnets.find(({ zoneId }) => ZONES_WITHOUT_EKS.includes(zoneId));
  if (unsupported !== undefined) {
    const others = zonesOf(subnets.filter(({ zoneId }) => !ZONES_WITHOUT_EKS.includes(zoneId)));
    refuse(
      "UnsupportedAvailabilityZoneException",
      `Cannot create cluster '${cluster}' because ${unsupported.zone}, the targeted availability zone, does not currently have sufficient capacity to support the cluster. Retry and choose from these availability zones: ${others.join(", ")}`,
    );
  }
  // @see https://github.com/awsdocs/amazon-eks-user-guide/pull/795
  if (zonesOf(subnets).length < 2) invalid("Subnets specified must be in at least two different AZs");
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html#network-requirements-vpc */
function requireOneVpc(subnets: readonly Subnet[]): void {
  if (new Set(subnets.map(({ vpc }) => vpc)).size > 1) invalid("Subnets specified must be in the same VPC");
}

/**
 * AWS makes the node group and lets it fail after twenty minutes, with this reason for its health; here it is told at
 * once. Of several types that a group may take it is the smallest that is counted.
 */
async function requireVcpus(group: JsonObject, except: string, scene: Scene): Promise<void> {
  const isSpot = group.capacityType === "SPOT";
  const others = [...scene.remembered(clusters).values()]
    .flatMap(({ nodeGroups }) => [...nodeGroups].filter(([name]) => name !== except))
    .map(([, { description }]) => description)
    .filter(({ capacityType }) => (capacityType === "SPOT") === isSpot);
  let needed = 0;
  for (const one of [group, ...others]) needed += await vcpusOf(one, scene);
  const limit = isSpot ? scene.owner.spotVcpus : scene.owner.onDemandVcpus;
  if (needed <= limit) return;
  refuse(
    "AsgInstanceLaunchFailures",
    isSpot
      ? `Could not launch Spot Instances. MaxSpotInstanceCountExceeded - Max spot instance count exceeded. Launching EC2 instance failed. (${needed} vCPUs of ${limit}, quota L-34B43A08)`
      : `Could not launch On-Demand Instances. VcpuLimitExceeded - You have requested more vCPU capacity than your current vCPU limit of ${limit} allows for the instance bucket that the specified instance type belongs to. Launching EC2 instance failed. (${needed} vCPUs, quota L-1216C47A)`,
  );
}

/** As with vCPUs, AWS tells it twenty minutes later. @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
async function requireVolume(group: JsonObject, scene: Scene): Promise<void> {
  const used = objectAt(group, "launchTemplate") ?? {};
  const form = {
    LaunchTemplateId: stringAt(used, "id") ?? "",
    "LaunchTemplateVersion.1": stringAt(used, "version") ?? "",
  };
  if (form.LaunchTemplateId === "") return;
  const [version = {}] = await describeEc2(scene, "DescribeLaunchTemplateVersions", "launchTemplateVersionSet", form);
  const [disk = {}] = elementsAt(elementAt(version, "launchTemplateData", "blockDeviceMappingSet"), "item");
  const size = Number(textAt(elementAt(disk, "ebs"), "volumeSize") ?? AMI_GIB);
  if (size >= AMI_GIB) return;
  refuse(
    "AsgInstanceLaunchFailures",
    `Could not launch On-Demand Instances. InvalidBlockDeviceMapping - Volume of size ${size}GB is smaller than snapshot, expect size >= ${AMI_GIB}GB. Launching EC2 instance failed.`,
  );
}

async function vcpusOf(group: JsonObject, scene: Scene): Promise<number> {
  const types = stringsAt(group, "instanceTypes").filter((type) => STANDARD_FAMILY.test(type));
  const desired = numberAt(objectAt(group, "scalingConfig") ?? {}, "desiredSize") ?? 0;
  if (types.length === 0 || desired === 0) return 0;
  const described = await instanceTypes(types, scene);
  const vcpus = types.map((type) => Number(textAt(elementAt(described.get(type) ?? {}, "vCpuInfo"), "defaultVCpus")));
  return desired * Math.min(...vcpus);
}

/** What EC2 says of the types that exist, by name. */
async function instanceTypes(types: readonly string[], scene: Scene): Promise<ReadonlyMap<string, XmlElement>> {
  if (types.length === 0) return new Map();
  const filter = { "Filter.1.Name": "instance-type", ...numbered("Filter.1.Value", types) };
  const items = await describeEc2(scene, "DescribeInstanceTypes", "instanceTypeSet", filter);
  return new Map(items.map((item) => [textAt(item, "instanceType") ?? "", item]));
}

function architecturesOf(type: XmlElement): readonly string[] {
  const architectures = elementAt(type, "processorInfo", "supportedArchitectures").item;
  return Array.isArray(architectures) ? architectures.map(String) : [];
}
