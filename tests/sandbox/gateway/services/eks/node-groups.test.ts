import { beforeEach, describe, expect, it } from "vitest";
import { useSandbox } from "../../support";
import { createCluster, eks, inUse, invalid, notFound, UUID } from "./support";

const sandbox = useSandbox();
const NODE_ROLE = "arn:aws:iam::111111111111:role/node";
const GROUPS = "/clusters/lms/node-groups";

const create = (settings: Record<string, unknown> = {}) =>
  eks(sandbox, `POST ${GROUPS}`, {
    nodegroupName: "general",
    nodeRole: NODE_ROLE,
    subnets: ["subnet-1", "subnet-2"],
    ...settings,
  });
const describeGroup = async () => (await eks(sandbox, `GET ${GROUPS}/general`)).json;
const form = (operation: string) =>
  Object.fromEntries(new URLSearchParams(sandbox.moto.last(operation).body.toString()));

beforeEach(async () => {
  await createCluster(sandbox);
  const template =
    "<item><launchTemplateId>lt-1</launchTemplateId><launchTemplateName>nodes</launchTemplateName><defaultVersionNumber>2</defaultVersionNumber><latestVersionNumber>3</latestVersionNumber></item>";
  sandbox.moto.xml(
    "DescribeLaunchTemplates",
    `<DescribeLaunchTemplatesResponse><launchTemplates>${template}</launchTemplates></DescribeLaunchTemplatesResponse>`,
  );
  for (const operation of [
    "CreateLaunchTemplate",
    "DeleteLaunchTemplate",
    "CreateAutoScalingGroup",
    "UpdateAutoScalingGroup",
    "DeleteAutoScalingGroup",
  ]) {
    sandbox.moto.xml(operation, "<Response/>");
  }
});

describe("a node group", () => {
  it("has what EKS adds to it", async () => {
    const created = await create();
    expect(created).toEqual({
      status: 200,
      json: {
        nodegroup: {
          nodegroupName: "general",
          nodegroupArn: expect.stringMatching(
            new RegExp(`^arn:aws:eks:us-east-1:111111111111:nodegroup/lms/general/${UUID}$`),
          ),
          clusterName: "lms",
          version: "1.35",
          releaseVersion: "1.35.0-20251112",
          createdAt: expect.any(Number),
          modifiedAt: expect.any(Number),
          status: "ACTIVE",
          health: { issues: [] },
          capacityType: "ON_DEMAND",
          amiType: "AL2023_x86_64_STANDARD",
          nodeRole: NODE_ROLE,
          subnets: ["subnet-1", "subnet-2"],
          scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 2 },
          updateConfig: { maxUnavailable: 1 },
          labels: {},
          taints: [],
          tags: {},
          resources: { autoScalingGroups: [{ name: expect.stringMatching(new RegExp(`^eks-general-${UUID}$`)) }] },
          diskSize: 20,
          instanceTypes: ["t3.medium"],
        },
      },
    });
    expect(await describeGroup()).toEqual(created.json);
    expect((await eks(sandbox, `GET ${GROUPS}`)).json).toEqual({ nodegroups: ["general"] });
  });

  it("keeps its settings", async () => {
    const settings = {
      version: "1.35",
      releaseVersion: "1.35.8-20260923",
      amiType: "BOTTLEROCKET_x86_64",
      capacityType: "SPOT",
      instanceTypes: ["c6i.2xlarge"],
      diskSize: 50,
      scalingConfig: { minSize: 0, maxSize: 6, desiredSize: 2 },
      updateConfig: { maxUnavailablePercentage: 33 },
      nodeRepairConfig: { enabled: true },
      remoteAccess: { ec2SshKey: "key" },
      labels: { pool: "compute" },
      taints: [{ key: "video", value: "true", effect: "NO_SCHEDULE" }],
      tags: { Name: "compute" },
    };
    await create(settings);
    expect(await describeGroup()).toMatchObject({ nodegroup: settings });
  });

  it("has an Auto Scaling group in moto, without instances", async () => {
    await create({
      scalingConfig: { minSize: 2, maxSize: 6, desiredSize: 3 },
      launchTemplate: { id: "lt-1", version: "3" },
    });
    expect(form("CreateAutoScalingGroup")).toEqual({
      Action: "CreateAutoScalingGroup",
      AutoScalingGroupName: expect.stringMatching(new RegExp(`^eks-general-${UUID}$`)),
      MinSize: "0",
      DesiredCapacity: "0",
      MaxSize: "6",
      VPCZoneIdentifier: "subnet-1,subnet-2",
      "LaunchTemplate.LaunchTemplateName": "nodes",
      "LaunchTemplate.Version": "3",
      "Tags.member.1.Key": "eks:cluster-name",
      "Tags.member.1.Value": "lms",
      "Tags.member.1.PropagateAtLaunch": "true",
      "Tags.member.2.Key": "eks:nodegroup-name",
      "Tags.member.2.Value": "general",
      "Tags.member.2.PropagateAtLaunch": "true",
    });
  });

  it.each([
    [{ id: "lt-1", version: "1" }, "1", "LaunchTemplateId.1"],
    [{ name: "nodes", version: "$Latest" }, "3", "LaunchTemplateName.1"],
    [{ name: "nodes", version: "$Default" }, "2", "LaunchTemplateName.1"],
    [{ name: "nodes" }, "2", "LaunchTemplateName.1"],
  ])("knows id, name and version number of the launch template %j", async (launchTemplate, version, by) => {
    await create({ launchTemplate });
    const { nodegroup } = (await describeGroup()) as { nodegroup: Record<string, unknown> };
    expect(nodegroup.launchTemplate).toEqual({ id: "lt-1", name: "nodes", version });
    expect(nodegroup).not.toHaveProperty("diskSize");
    expect(nodegroup).not.toHaveProperty("instanceTypes");
    expect(form("DescribeLaunchTemplates")).toHaveProperty([by]);
  });

  it("may choose instance types beside a launch template", async () => {
    await create({ launchTemplate: { id: "lt-1" }, instanceTypes: ["t3.large"] });
    expect(await describeGroup()).toMatchObject({ nodegroup: { instanceTypes: ["t3.large"] } });
  });

  it("refuses what cannot be", async () => {
    const launchTemplate = { id: "lt-1" };
    expect(await create({ nodegroupName: "" })).toEqual(invalid("nodegroupName is required"));
    expect(await create({ nodeRole: "" })).toEqual(invalid("nodeRole is required"));
    expect(await create({ launchTemplate: { id: "lt-1", version: "4" } })).toEqual(
      invalid("Launch template lt-1 has no version 4, its latest is 3"),
    );
    expect(await create({ launchTemplate, diskSize: 50 })).toEqual(
      invalid("Disk size must be specified within the launch template."),
    );
    expect(await create({ launchTemplate, remoteAccess: { ec2SshKey: "k" } })).toEqual(
      invalid("Remote access configuration cannot be specified with a launch template."),
    );
    expect(await create({ scalingConfig: { minSize: 3, maxSize: 4, desiredSize: 2 } })).toEqual(
      invalid("Minimum capacity 3 can't be greater than desired size 2"),
    );
    expect(await create({ scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 3 } })).toEqual(
      invalid("desired capacity 3 can't be greater than max size 2"),
    );
    sandbox.moto.xml(
      "DescribeLaunchTemplates",
      "<DescribeLaunchTemplatesResponse><launchTemplates/></DescribeLaunchTemplatesResponse>",
    );
    expect(await create({ launchTemplate: { name: "none" } })).toEqual(invalid("Launch template none was not found"));
    expect((await eks(sandbox, `GET ${GROUPS}`)).json).toEqual({ nodegroups: [] });
    expect(sandbox.moto.operations).not.toContain("CreateAutoScalingGroup");
  });

  it("cannot be created twice", async () => {
    await create();
    expect(await create()).toEqual(inUse("NodeGroup already exists with name general and cluster name lms"));
  });

  it("lets its nodes into the cluster", async () => {
    await create();
    const entry = await eks(sandbox, `GET /clusters/lms/access-entries/${encodeURIComponent(NODE_ROLE)}`);
    expect(entry.json).toMatchObject({ accessEntry: { type: "EC2_LINUX", kubernetesGroups: ["system:nodes"] } });
  });

  it("keeps its cluster from being deleted", async () => {
    await create();
    expect(await eks(sandbox, "DELETE /clusters/lms")).toEqual(inUse("Cluster has nodegroups attached"));
  });

  it("goes with its Auto Scaling group and its own launch template", async () => {
    await create();
    const name = form("CreateAutoScalingGroup").AutoScalingGroupName;
    expect(form("CreateLaunchTemplate").LaunchTemplateName).toBe(name);
    expect((await eks(sandbox, `DELETE ${GROUPS}/general`)).json).toMatchObject({ nodegroup: { status: "DELETING" } });
    expect(form("DeleteAutoScalingGroup")).toEqual({
      Action: "DeleteAutoScalingGroup",
      AutoScalingGroupName: name,
      ForceDelete: "true",
    });
    expect(form("DeleteLaunchTemplate")).toEqual({ Action: "DeleteLaunchTemplate", LaunchTemplateName: name });
    expect(await eks(sandbox, `GET ${GROUPS}/general`)).toEqual(notFound("No node group found for name: general."));
  });

  it("leaves a launch template that it was given", async () => {
    await create({ launchTemplate: { id: "lt-1" } });
    await eks(sandbox, `DELETE ${GROUPS}/general`);
    expect(sandbox.moto.operations).not.toContain("CreateLaunchTemplate");
    expect(sandbox.moto.operations).not.toContain("DeleteLaunchTemplate");
  });

  it.each([
    `GET ${GROUPS}/none`,
    `DELETE ${GROUPS}/none`,
    `POST ${GROUPS}/none/update-config`,
    `POST ${GROUPS}/none/update-version`,
  ])("is missed by %s", async (action) => {
    expect(await eks(sandbox, action)).toEqual(notFound("No node group found for name: none."));
  });

  it.each([
    `GET ${GROUPS}`,
    `POST ${GROUPS}`,
    `GET ${GROUPS}/general`,
    `DELETE ${GROUPS}/general`,
    `POST ${GROUPS}/general/update-config`,
    `POST ${GROUPS}/general/update-version`,
  ])("needs its cluster: %s", async (action) => {
    await eks(sandbox, "DELETE /clusters/lms");
    expect(await eks(sandbox, action)).toEqual(notFound("No cluster found for name: lms."));
  });
});

describe("an update of a node group", () => {
  const updateConfig = (changes: unknown) => eks(sandbox, `POST ${GROUPS}/general/update-config`, changes);
  const updateVersion = (changes: unknown) => eks(sandbox, `POST ${GROUPS}/general/update-version`, changes);

  it("scales it, and its Auto Scaling group", async () => {
    await create();
    const update = await updateConfig({ scalingConfig: { minSize: 2, maxSize: 9, desiredSize: 4 } });
    expect(update).toMatchObject({ status: 200, json: { update: { type: "ConfigUpdate", status: "Successful" } } });
    expect(await describeGroup()).toMatchObject({
      nodegroup: { scalingConfig: { minSize: 2, maxSize: 9, desiredSize: 4 } },
    });
    expect(form("UpdateAutoScalingGroup")).toMatchObject({ MaxSize: "9" });
  });

  it("cannot scale it beyond its bounds", async () => {
    await create();
    expect(await updateConfig({ scalingConfig: { desiredSize: 5 } })).toEqual(
      invalid("desired capacity 5 can't be greater than max size 2"),
    );
    expect(await describeGroup()).toMatchObject({
      nodegroup: { scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 2 } },
    });
  });

  it("adds, changes and removes labels and taints", async () => {
    await create({
      labels: { a: "1", b: "1", c: "1" },
      taints: [
        { key: "x", value: "1", effect: "NO_SCHEDULE" },
        { key: "x", value: "1", effect: "NO_EXECUTE" },
        { key: "y", effect: "NO_SCHEDULE" },
      ],
    });
    await updateConfig({
      labels: { addOrUpdateLabels: { b: "2", d: "1" }, removeLabels: ["a"] },
      taints: {
        addOrUpdateTaints: [{ key: "x", value: "2", effect: "NO_SCHEDULE" }],
        removeTaints: [{ key: "y", effect: "NO_SCHEDULE" }],
      },
    });
    expect((await describeGroup()) as { nodegroup: object }).toMatchObject({
      nodegroup: {
        labels: { b: "2", c: "1", d: "1" },
        taints: [
          { key: "x", value: "1", effect: "NO_EXECUTE" },
          { key: "x", value: "2", effect: "NO_SCHEDULE" },
        ],
      },
    });
  });

  it("replaces the update and repair settings", async () => {
    await create({ updateConfig: { maxUnavailable: 2 } });
    await updateConfig({ updateConfig: { maxUnavailablePercentage: 33 }, nodeRepairConfig: { enabled: true } });
    const { nodegroup } = (await describeGroup()) as { nodegroup: Record<string, unknown> };
    expect(nodegroup.updateConfig).toEqual({ maxUnavailablePercentage: 33 });
    expect(nodegroup.nodeRepairConfig).toEqual({ enabled: true });
  });

  it("follows the version of the cluster", async () => {
    await create();
    await eks(sandbox, "POST /clusters/lms/updates", { version: "1.36" });
    expect((await updateVersion({ version: "1.36" })).json).toMatchObject({ update: { type: "VersionUpdate" } });
    expect(await describeGroup()).toMatchObject({ nodegroup: { version: "1.36", releaseVersion: "1.36.0-20251112" } });
  });

  it("may change the release alone", async () => {
    await create();
    await updateVersion({ releaseVersion: "1.35.9-20261001" });
    expect(await describeGroup()).toMatchObject({ nodegroup: { version: "1.35", releaseVersion: "1.35.9-20261001" } });
  });

  it("may change the launch template alone", async () => {
    await create({ releaseVersion: "1.35.8-20260923", launchTemplate: { id: "lt-1", version: "1" } });
    await updateVersion({ launchTemplate: { id: "lt-1", version: "3" } });
    expect(await describeGroup()).toMatchObject({
      nodegroup: { releaseVersion: "1.35.8-20260923", launchTemplate: { id: "lt-1", name: "nodes", version: "3" } },
    });
  });

  it("cannot have another version than the cluster, nor a launch template afterwards", async () => {
    await create();
    expect(await updateVersion({ version: "1.36" })).toEqual(
      invalid("Requested Nodegroup version 1.36 is not the cluster's version 1.35"),
    );
    expect(await updateVersion({ releaseVersion: "x", launchTemplate: { id: "lt-1" } })).toEqual(
      invalid("A launch template cannot be given to a node group that was created without one"),
    );
    expect(await describeGroup()).toMatchObject({ nodegroup: { version: "1.35", releaseVersion: "1.35.0-20251112" } });
  });
});
