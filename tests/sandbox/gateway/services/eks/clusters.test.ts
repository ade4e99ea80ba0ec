import { describe, expect, it } from "vitest";
import { useSandbox } from "../../support";
import { createCluster, eks, inUse, invalid, notFound, refused, UUID } from "./support";

const sandbox = useSandbox();
const describeCluster = async () => (await eks(sandbox, "GET /clusters/lms")).json;
const updateConfig = (parameters: unknown) => eks(sandbox, "POST /clusters/lms/update-config", parameters);

it("has the address that was announced of it", async () => {
  const announced = { region: "us-east-1", name: "lms", endpoint: "https://127.0.0.1:6443", certificate: "Q0E=" };
  await sandbox.send({ method: "POST", url: "/gateway-api/cluster-addresses", body: JSON.stringify(announced) });
  expect((await createCluster(sandbox)).json).toMatchObject({
    cluster: { endpoint: "https://127.0.0.1:6443", certificateAuthority: { data: "Q0E=" } },
  });
  const review = { spec: { token: "k8s-aws-v1.x" } };
  const url = "/gateway-api/tokens/us-east-1/lms";
  const reply = await sandbox.send({ method: "POST", url, body: JSON.stringify(review) });
  expect(JSON.parse(reply.body.toString())).toEqual({ ...review, status: { authenticated: false } });
});

describe("a cluster", () => {
  it("has what EKS adds to it", async () => {
    const created = await createCluster(sandbox, { accessConfig: undefined });
    expect(created).toEqual({
      status: 200,
      json: {
        cluster: {
          name: "lms",
          arn: "arn:aws:eks:us-east-1:111111111111:cluster/lms",
          createdAt: expect.any(Number),
          version: "1.35",
          platformVersion: "eks.1",
          status: "ACTIVE",
          health: { issues: [] },
          roleArn: "arn:aws:iam::111111111111:role/cluster",
          endpoint: expect.stringMatching(/^https:\/\/[0-9A-F]{32}\.gr7\.us-east-1\.eks\.amazonaws\.com$/),
          identity: {
            oidc: {
              issuer: expect.stringMatching(/^https:\/\/oidc\.eks\.us-east-1\.amazonaws\.com\/id\/[0-9A-F]{32}$/),
            },
          },
          certificateAuthority: { data: "dGhlIGNlcnRpZmljYXRlIG9mIGEgY2x1c3RlciBpbiB0aGUgbG9jYWwgQVdT" },
          resourcesVpcConfig: {
            subnetIds: ["subnet-1", "subnet-2"],
            securityGroupIds: [],
            endpointPublicAccess: true,
            endpointPrivateAccess: false,
            publicAccessCidrs: ["0.0.0.0/0"],
            vpcId: "vpc-1",
            clusterSecurityGroupId: "sg-9",
          },
          kubernetesNetworkConfig: {
            serviceIpv4Cidr: "172.20.0.0/16",
            ipFamily: "ipv4",
            elasticLoadBalancing: { enabled: false },
          },
          logging: {
            clusterLogging: [
              { types: ["api", "audit", "authenticator", "controllerManager", "scheduler"], enabled: false },
            ],
          },
          accessConfig: { authenticationMode: "CONFIG_MAP", bootstrapClusterCreatorAdminPermissions: true },
          upgradePolicy: { supportType: "EXTENDED" },
          deletionProtection: false,
          tags: {},
        },
      },
    });
    expect(await describeCluster()).toEqual(created.json);
    expect((await eks(sandbox, "GET /clusters")).json).toEqual({ clusters: ["lms"] });
  });

  it("keeps its settings", async () => {
    const settings = {
      version: "1.34",
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      upgradePolicy: { supportType: "STANDARD" },
      zonalShiftConfig: { enabled: true },
      deletionProtection: true,
      encryptionConfig: [{ resources: ["secrets"], provider: { keyArn: "arn:aws:kms:us-east-1:111111111111:key/k" } }],
      tags: { Name: "lms" },
    };
    const logging = { clusterLogging: [{ types: ["audit", "api"], enabled: true }] };
    await createCluster(sandbox, { ...settings, logging });
    expect(await describeCluster()).toMatchObject({
      cluster: {
        ...settings,
        logging: {
          clusterLogging: [
            { types: ["api", "audit"], enabled: true },
            { types: ["authenticator", "controllerManager", "scheduler"], enabled: false },
          ],
        },
      },
    });
  });

  it("has a security group in the VPC of its subnets, which goes with it", async () => {
    await createCluster(sandbox);
    expect(Object.fromEntries(new URLSearchParams(sandbox.moto.last("CreateSecurityGroup").body.toString()))).toEqual({
      Action: "CreateSecurityGroup",
      GroupName: expect.stringMatching(/^eks-cluster-sg-lms-[0-9a-f]{8}$/),
      GroupDescription: "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes",
      VpcId: "vpc-1",
      "TagSpecification.1.ResourceType": "security-group",
      "TagSpecification.1.Tag.1.Key": "kubernetes.io/cluster/lms",
      "TagSpecification.1.Tag.1.Value": "owned",
    });
    expect((await eks(sandbox, "DELETE /clusters/lms")).json).toMatchObject({
      cluster: { name: "lms", status: "DELETING" },
    });
    expect(sandbox.moto.last("DeleteSecurityGroup").body.toString()).toBe("Action=DeleteSecurityGroup&GroupId=sg-9");
  });

  it("leaves a security group behind that is still used", async () => {
    await createCluster(sandbox);
    const error =
      "<Response><Errors><Error><Code>DependencyViolation</Code><Message>no</Message></Error></Errors></Response>";
    sandbox.moto.xml("DeleteSecurityGroup", error, 400);
    expect((await eks(sandbox, "DELETE /clusters/lms")).status).toBe(200);
    expect(await eks(sandbox, "GET /clusters/lms")).toEqual(notFound("No cluster found for name: lms."));
  });

  it("cannot be created twice", async () => {
    await createCluster(sandbox);
    expect(await createCluster(sandbox)).toEqual(inUse("Cluster already exists with name: lms"));
  });

  it("must have a name, a role and subnets", async () => {
    expect(await eks(sandbox, "POST /clusters", {})).toEqual(invalid("name is required"));
    expect(await createCluster(sandbox, { roleArn: "" })).toEqual(invalid("roleArn is required"));
    expect(await createCluster(sandbox, { resourcesVpcConfig: {} })).toEqual(invalid("subnetIds is required"));
  });

  it("must have subnets that exist", async () => {
    const reply = createCluster(sandbox);
    sandbox.moto.xml(
      "DescribeSubnets",
      "<Response><Errors><Error><Code>InvalidSubnetID.NotFound</Code><Message>no</Message></Error></Errors></Response>",
      400,
    );
    expect(await reply).toEqual({
      status: 400,
      json: {
        code: "InvalidSubnetID.NotFound",
        message: "ec2 DescribeSubnets, which the gateway needs, was refused: no",
      },
    });
  });

  it("cannot be deleted with deletion protection", async () => {
    await createCluster(sandbox, { deletionProtection: true });
    expect(await eks(sandbox, "DELETE /clusters/lms")).toEqual(
      refused("Cluster lms has deletion protection; disable it first"),
    );
    await updateConfig({ deletionProtection: false });
    expect((await eks(sandbox, "DELETE /clusters/lms")).status).toBe(200);
  });

  it.each([
    "GET /clusters/lms",
    "DELETE /clusters/lms",
    "GET /clusters/lms/updates",
    "GET /clusters/lms/updates/1",
    "POST /clusters/lms/update-config",
    "POST /clusters/lms/updates",
    "POST /clusters/lms/encryption-config/associate",
  ])("is missed by %s", async (action) => {
    const parameters = action.startsWith("POST") ? {} : undefined;
    expect(await eks(sandbox, action, parameters)).toEqual(notFound("No cluster found for name: lms."));
  });
});

describe("an update of a cluster", () => {
  it.each([
    [
      "EndpointAccessUpdate",
      { resourcesVpcConfig: { endpointPublicAccess: false } },
      { endpointPublicAccess: false, vpcId: "vpc-1" },
      "resourcesVpcConfig",
    ],
    [
      "VpcConfigUpdate",
      { resourcesVpcConfig: { subnetIds: ["subnet-3"] } },
      { subnetIds: ["subnet-3"], vpcId: "vpc-1" },
      "resourcesVpcConfig",
    ],
    [
      "UpgradePolicyUpdate",
      { upgradePolicy: { supportType: "STANDARD" } },
      { supportType: "STANDARD" },
      "upgradePolicy",
    ],
    ["ZonalShiftConfigUpdate", { zonalShiftConfig: { enabled: true } }, { enabled: true }, "zonalShiftConfig"],
    [
      "AccessConfigUpdate",
      { accessConfig: { authenticationMode: "API" } },
      { authenticationMode: "API" },
      "accessConfig",
    ],
    ["DeletionProtectionUpdate", { deletionProtection: true }, true, "deletionProtection"],
    [
      "AutoModeUpdate",
      { kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } } },
      { ipFamily: "ipv4" },
      "kubernetesNetworkConfig",
    ],
    [
      "RemoteNetworkConfigUpdate",
      { remoteNetworkConfig: { remotePodNetworks: [] } },
      { remotePodNetworks: [] },
      "remoteNetworkConfig",
    ],
  ])("can be of the type %s", async (type, change, result, field) => {
    await createCluster(sandbox, { accessConfig: { authenticationMode: "API_AND_CONFIG_MAP" } });
    const { status, json } = await updateConfig(change);
    const update = {
      id: expect.stringMatching(new RegExp(`^${UUID}$`)),
      status: "Successful",
      type,
      params: [],
      createdAt: expect.any(Number),
      errors: [],
    };
    expect({ status, json }).toEqual({ status: 200, json: { update } });
    expect(await describeCluster()).toMatchObject({ cluster: { [field]: result } });
  });

  it("changes the log types that it names", async () => {
    await createCluster(sandbox, { logging: { clusterLogging: [{ types: ["api", "audit"], enabled: true }] } });
    const clusterLogging = [
      { types: ["scheduler"], enabled: true },
      { types: ["api"], enabled: false },
    ];
    expect((await updateConfig({ logging: { clusterLogging } })).json).toMatchObject({
      update: { type: "LoggingUpdate" },
    });
    expect(await describeCluster()).toMatchObject({
      cluster: {
        logging: {
          clusterLogging: [
            { types: ["audit", "scheduler"], enabled: true },
            { types: ["api", "authenticator", "controllerManager"], enabled: false },
          ],
        },
      },
    });
  });

  it("can be looked up", async () => {
    await createCluster(sandbox);
    const { json } = await updateConfig({ deletionProtection: true });
    const { updateIds } = (await eks(sandbox, "GET /clusters/lms/updates")).json as { updateIds: string[] };
    expect(updateIds).toHaveLength(1);
    expect((await eks(sandbox, `GET /clusters/lms/updates/${updateIds[0]}`)).json).toEqual(json);
    expect(await eks(sandbox, "GET /clusters/lms/updates/none")).toEqual(notFound("No update found for ID: none"));
  });

  it("must change something", async () => {
    await createCluster(sandbox);
    expect(await updateConfig({})).toEqual(invalid("No changes needed for the given configuration"));
  });

  it("cannot go back to the aws-auth config map", async () => {
    await createCluster(sandbox);
    expect(await updateConfig({ accessConfig: { authenticationMode: "API_AND_CONFIG_MAP" } })).toEqual(
      invalid("Unsupported authentication mode update from API to API_AND_CONFIG_MAP"),
    );
  });

  it("moves Kubernetes up by one minor version", async () => {
    await createCluster(sandbox, { version: "1.34" });
    const update = await eks(sandbox, "POST /clusters/lms/updates", { version: "1.35" });
    expect(update.json).toMatchObject({ update: { type: "VersionUpdate", status: "Successful" } });
    expect(await describeCluster()).toMatchObject({ cluster: { version: "1.35" } });
  });

  it.each(["1.33", "1.34", "1.36", "2.35", ""])("cannot move Kubernetes from 1.34 to %j", async (version) => {
    await createCluster(sandbox, { version: "1.34" });
    expect((await eks(sandbox, "POST /clusters/lms/updates", { version })).status).toBe(400);
    expect(await describeCluster()).toMatchObject({ cluster: { version: "1.34" } });
  });

  it("can encrypt the secrets, once", async () => {
    await createCluster(sandbox);
    const encryptionConfig = [
      { resources: ["secrets"], provider: { keyArn: "arn:aws:kms:us-east-1:111111111111:key/k" } },
    ];
    const associate = () => eks(sandbox, "POST /clusters/lms/encryption-config/associate", { encryptionConfig });
    expect((await associate()).json).toMatchObject({ update: { type: "AssociateEncryptionConfig" } });
    expect(await describeCluster()).toMatchObject({ cluster: { encryptionConfig } });
    expect(await associate()).toEqual(refused("Encryption is already enabled."));
  });
});
