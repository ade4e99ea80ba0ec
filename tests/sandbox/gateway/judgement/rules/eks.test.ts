import { beforeEach, describe, expect, it } from "vitest";
import { describedSubnets, ec2List, useJudgingSandbox } from "../support";

const TYPES: Readonly<Record<string, readonly [vcpus: number, architecture: string]>> = {
  "t3.large": [2, "x86_64"],
  "m6i.2xlarge": [8, "x86_64"],
  "t4g.large": [2, "arm64"],
};
const describedTypes = (...names: readonly string[]) =>
  ec2List(
    "DescribeInstanceTypes",
    "instanceTypeSet",
    names.map((name) => {
      const [vcpus, architecture] = TYPES[name] ?? [];
      return (
        `<instanceType>${name}</instanceType><vCpuInfo><defaultVCpus>${vcpus}</defaultVCpus></vCpuInfo>` +
        `<processorInfo><supportedArchitectures><item>${architecture}</item></supportedArchitectures></processorInfo>`
      );
    }),
  );

const sandbox = useJudgingSandbox({ onDemandVcpus: 16, spotVcpus: 4 });
const eks = (action: string, parameters: unknown) => sandbox.rest("eks", action, parameters);
const refusal = (code: string, message: string) => ({ status: 400, json: { code, message } });
const invalid = (message: string) => refusal("InvalidParameterException", message);

const create = (resourcesVpcConfig: Record<string, unknown> = {}) =>
  eks("POST /clusters", {
    name: "lms",
    roleArn: "arn:aws:iam::111111111111:role/eks",
    resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"], ...resourcesVpcConfig },
  });
const nodeGroup = (name: string, more: Record<string, unknown> = {}) =>
  eks("POST /clusters/lms/node-groups", {
    nodegroupName: name,
    nodeRole: "arn:aws:iam::111111111111:role/nodes",
    subnets: ["subnet-1"],
    instanceTypes: ["t3.large"],
    ...more,
  });
const inZones = (...zones: readonly string[]) =>
  describedSubnets(zones.map((zone, index) => [`subnet-${index + 1}`, zone] as const));

beforeEach(() => {
  sandbox.moto.xml("DescribeSubnets", inZones("us-east-1a", "us-east-1b"));
  sandbox.moto.xml(
    "CreateSecurityGroup",
    "<CreateSecurityGroupResponse><groupId>sg-1</groupId></CreateSecurityGroupResponse>",
  );
  sandbox.moto.xml("CreateLaunchTemplate", "<CreateLaunchTemplateResponse/>");
  sandbox.moto.xml("CreateAutoScalingGroup", "<CreateAutoScalingGroupResponse/>");
  sandbox.moto.xml("UpdateAutoScalingGroup", "<UpdateAutoScalingGroupResponse/>");
  sandbox.moto.xml("DescribeInstanceTypes", describedTypes("t3.large"));
});

describe("a control plane", () => {
  it("is made in two zones", async () => {
    expect((await create()).status).toBe(200);
  });

  it("is refused in one zone, and in two VPCs", async () => {
    sandbox.moto.xml("DescribeSubnets", inZones("us-east-1a", "us-east-1a"));
    expect(await create()).toEqual(invalid("Subnets specified must be in at least two different AZs"));
    sandbox.moto.xml(
      "DescribeSubnets",
      describedSubnets([
        ["subnet-1", "us-east-1a"],
        ["subnet-2", "us-east-1b", "vpc-2"],
      ]),
    );
    expect(await create()).toEqual(invalid("Subnets specified must be in the same VPC"));
  });

  it("is refused in a zone that has no EKS, whatever the account calls it", async () => {
    sandbox.moto.xml("DescribeSubnets", inZones("us-east-1a", "us-east-1b", "us-east-1e"));
    expect(await create()).toEqual(
      refusal(
        "UnsupportedAvailabilityZoneException",
        "Cannot create cluster 'lms' because us-east-1e, the targeted availability zone, does not currently have sufficient capacity to support the cluster. Retry and choose from these availability zones: us-east-1a, us-east-1b",
      ),
    );
  });

  it.each(["10.0.0.0/8", "172.16.0.0/12", "192.168.1.0/24", "2001:db8::/32"])(
    "is refused with the public endpoint open to %s",
    async (cidr) => {
      expect(await create({ publicAccessCidrs: ["198.51.100.0/24", cidr] })).toEqual(
        invalid(`The following CIDRs are invalid in publicAccessCidrs: [${cidr}]`),
      );
    },
  );

  it("is open to forty blocks at most", async () => {
    const publicAccessCidrs = Array.from({ length: 41 }, (_, index) => `198.51.100.${index}/32`);
    expect(await create({ publicAccessCidrs })).toEqual(invalid("The number of publicAccessCidrs cannot exceed 40"));
    expect((await create({ publicAccessCidrs: publicAccessCidrs.slice(1) })).status).toBe(200);
  });

  it("keeps its zones and its VPC", async () => {
    await create();
    const update = () => eks("POST /clusters/lms/update-config", { resourcesVpcConfig: { subnetIds: ["subnet-3"] } });
    expect((await update()).status).toBe(200);
    sandbox.moto.xml("DescribeSubnets", describedSubnets([["subnet-3", "us-east-1a", "vpc-2"]]));
    expect(await update()).toEqual(invalid("Subnets specified must be in the same VPC"));
  });

  it("takes no other zones than those that it was made in", async () => {
    await create();
    // The stub tells every question for subnets the same: only the first is for those of the request.
    const answers = [inZones("us-east-1a", "us-east-1b", "us-east-1c"), inZones("us-east-1a", "us-east-1b")];
    sandbox.moto.inTurn("DescribeSubnets", answers);
    expect(
      await eks("POST /clusters/lms/update-config", {
        resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2", "subnet-3"] },
      }),
    ).toEqual(
      invalid(
        "Provided subnets belong to the AZs 'us-east-1a,us-east-1b,us-east-1c'. But they should belong to the exact set of AZs 'us-east-1a,us-east-1b' in which subnets were provided during cluster creation.",
      ),
    );
  });
});

describe("a node group", () => {
  beforeEach(() => create());
  const scaling = (minSize: number, desiredSize: number, maxSize: number) => ({
    scalingConfig: { minSize, desiredSize, maxSize },
  });

  it("is refused with machines that do not exist, or that its AMI is not for", async () => {
    sandbox.moto.xml("DescribeInstanceTypes", describedTypes("t3.large", "t4g.large"));
    expect(await nodeGroup("a", { instanceTypes: ["t3.large", "t3.lage"] })).toEqual(
      invalid("The following supplied instance types do not exist: [t3.lage]"),
    );
    expect(await nodeGroup("a", { instanceTypes: ["t3.large", "t4g.large"] })).toEqual(
      invalid("[t4g.large] is not a valid instance type for requested amiType AL2023_x86_64_STANDARD"),
    );
    expect((await nodeGroup("a", { instanceTypes: ["t4g.large"], amiType: "AL2023_ARM_64_STANDARD" })).status).toBe(
      200,
    );
  });

  it("is refused with a disk that is smaller than its AMI's", async () => {
    const version = (gib: number) => {
      const disk = `<item><deviceName>/dev/xvda</deviceName><ebs><volumeSize>${gib}</volumeSize></ebs></item>`;
      const data = `<launchTemplateData><blockDeviceMappingSet>${disk}</blockDeviceMappingSet></launchTemplateData>`;
      return ec2List("DescribeLaunchTemplateVersions", "launchTemplateVersionSet", [data]);
    };
    const launchTemplate = { id: "lt-1", version: "1" };
    const template = "<launchTemplateId>lt-1</launchTemplateId><latestVersionNumber>1</latestVersionNumber>";
    sandbox.moto.xml("DescribeLaunchTemplates", ec2List("DescribeLaunchTemplates", "launchTemplates", [template]));
    sandbox.moto.xml("DescribeLaunchTemplateVersions", version(19));
    expect(await nodeGroup("a", { launchTemplate })).toEqual(
      refusal(
        "AsgInstanceLaunchFailures",
        "Could not launch On-Demand Instances. InvalidBlockDeviceMapping - Volume of size 19GB is smaller than snapshot, expect size >= 20GB. Launching EC2 instance failed.",
      ),
    );
    sandbox.moto.xml("DescribeLaunchTemplateVersions", version(20));
    expect((await nodeGroup("a", { launchTemplate })).status).toBe(200);
  });

  it("is refused with sizes out of order, and with an update that would bring them out of order", async () => {
    expect(await nodeGroup("a", scaling(3, 2, 4))).toEqual(
      invalid("Minimum capacity 3 can't be greater than desired size 2"),
    );
    expect((await nodeGroup("a", scaling(1, 2, 4))).status).toBe(200);
    expect(
      await eks("POST /clusters/lms/node-groups/a/update-config", { scalingConfig: { minSize: 3, maxSize: 4 } }),
    ).toEqual(invalid("Minimum capacity 3 can't be greater than desired size 2"));
  });

  it("needs no more vCPUs than the account may have, all groups of its capacity together", async () => {
    expect((await nodeGroup("a", scaling(0, 6, 9))).status).toBe(200);
    expect(await nodeGroup("b", scaling(0, 3, 9))).toEqual(
      refusal(
        "AsgInstanceLaunchFailures",
        "Could not launch On-Demand Instances. VcpuLimitExceeded - You have requested more vCPU capacity than your current vCPU limit of 16 allows for the instance bucket that the specified instance type belongs to. Launching EC2 instance failed. (18 vCPUs, quota L-1216C47A)",
      ),
    );
    expect((await nodeGroup("spot", { ...scaling(0, 2, 9), capacityType: "SPOT" })).status).toBe(200);
    expect(
      await eks("POST /clusters/lms/node-groups/spot/update-config", { scalingConfig: { desiredSize: 3 } }),
    ).toEqual(
      refusal(
        "AsgInstanceLaunchFailures",
        "Could not launch Spot Instances. MaxSpotInstanceCountExceeded - Max spot instance count exceeded. Launching EC2 instance failed. (6 vCPUs of 4, quota L-34B43A08)",
      ),
    );
  });
});
