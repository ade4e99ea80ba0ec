import { beforeEach, describe, expect, it } from "vitest";
import { useSandbox } from "../../support";
import { createCluster, eks, inUse, invalid, notFound, ROLE, UUID } from "./support";

const sandbox = useSandbox();
const ADDONS = "/clusters/lms/addons";
const ASSOCIATIONS = "/clusters/lms/pod-identity-associations";

beforeEach(() => createCluster(sandbox));

const create = (settings: Record<string, unknown> = {}) =>
  eks(sandbox, `POST ${ADDONS}`, { addonName: "vpc-cni", ...settings });
const describeAddon = async () => (await eks(sandbox, `GET ${ADDONS}/vpc-cni`)).json;
const associations = async () =>
  (await eks(sandbox, `GET ${ASSOCIATIONS}`)).json as { associations: Record<string, string>[] };

describe("an add-on", () => {
  it("has what EKS adds to it", async () => {
    const created = await create();
    expect(created).toEqual({
      status: 200,
      json: {
        addon: {
          addonName: "vpc-cni",
          clusterName: "lms",
          status: "ACTIVE",
          addonVersion: "v1.20.4-eksbuild.2",
          health: { issues: [] },
          addonArn: expect.stringMatching(new RegExp(`^arn:aws:eks:us-east-1:111111111111:addon/lms/vpc-cni/${UUID}$`)),
          createdAt: expect.any(Number),
          modifiedAt: expect.any(Number),
          tags: {},
          podIdentityAssociations: [],
        },
      },
    });
    expect(await describeAddon()).toEqual(created.json);
    expect((await eks(sandbox, `GET ${ADDONS}`)).json).toEqual({ addons: ["vpc-cni"] });
  });

  it("keeps its settings, in a version that need not be known", async () => {
    const settings = {
      addonVersion: "v1.22.4-eksbuild.3",
      configurationValues: '{"env":{}}',
      serviceAccountRoleArn: ROLE,
      tags: { Name: "cni" },
    };
    await create({ ...settings, resolveConflicts: "OVERWRITE" });
    const { addon } = (await describeAddon()) as { addon: object };
    expect(addon).toMatchObject(settings);
    expect(addon).not.toHaveProperty("resolveConflicts");
  });

  it("owns Pod Identity associations in its namespace", async () => {
    await create({ podIdentityAssociations: [{ serviceAccount: "aws-node", roleArn: ROLE }] });
    const { addon } = (await describeAddon()) as { addon: { addonArn: string; podIdentityAssociations: string[] } };
    expect(addon.podIdentityAssociations).toHaveLength(1);
    expect((await associations()).associations).toEqual([
      {
        clusterName: "lms",
        namespace: "kube-system",
        serviceAccount: "aws-node",
        associationArn: addon.podIdentityAssociations[0],
        associationId: expect.stringMatching(/^a-[0-9a-f]{17}$/),
        ownerArn: addon.addonArn,
      },
    ]);
    await eks(sandbox, `DELETE ${ADDONS}/vpc-cni`);
    expect((await associations()).associations).toEqual([]);
  });

  it("changes", async () => {
    await create({ configurationValues: "{}", tags: { Name: "cni" } });
    const update = await eks(sandbox, `POST ${ADDONS}/vpc-cni/update`, {
      addonVersion: "v1.22.4-eksbuild.3",
      configurationValues: '{"env":{}}',
      serviceAccountRoleArn: ROLE,
      podIdentityAssociations: [{ serviceAccount: "aws-node", roleArn: ROLE }],
      resolveConflicts: "OVERWRITE",
    });
    expect(update).toMatchObject({ status: 200, json: { update: { type: "AddonUpdate", status: "Successful" } } });
    expect(await describeAddon()).toMatchObject({
      addon: {
        addonVersion: "v1.22.4-eksbuild.3",
        configurationValues: '{"env":{}}',
        serviceAccountRoleArn: ROLE,
        tags: { Name: "cni" },
        podIdentityAssociations: [expect.stringContaining(":podidentityassociation/lms/a-")],
      },
    });
  });

  it("keeps what an update does not name, and gives its associations up for an empty list", async () => {
    await create({
      configurationValues: "{}",
      podIdentityAssociations: [{ serviceAccount: "aws-node", roleArn: ROLE }],
    });
    await eks(sandbox, `POST ${ADDONS}/vpc-cni/update`, { addonVersion: "v1.22.4-eksbuild.3" });
    expect((await associations()).associations).toHaveLength(1);
    await eks(sandbox, `POST ${ADDONS}/vpc-cni/update`, { podIdentityAssociations: [] });
    expect(await describeAddon()).toMatchObject({ addon: { configurationValues: "{}", podIdentityAssociations: [] } });
    expect((await associations()).associations).toEqual([]);
  });

  it("can be deleted", async () => {
    await create();
    expect((await eks(sandbox, `DELETE ${ADDONS}/vpc-cni?preserve=true`)).json).toMatchObject({
      addon: { status: "DELETING" },
    });
    expect(await eks(sandbox, `GET ${ADDONS}/vpc-cni`)).toEqual(notFound("No addon: vpc-cni found in cluster: lms"));
  });

  it("is refused if it exists, is not known or has a strange version", async () => {
    await create();
    expect(await create()).toEqual(inUse("Addon already exists."));
    expect(await create({ addonName: "" })).toEqual(invalid("addonName is required"));
    expect(await create({ addonName: "nginx" })).toEqual(invalid("Addon nginx specified is not supported"));
    expect(await create({ addonName: "coredns", addonVersion: "1.13" })).toEqual(
      invalid("Addon version specified is not supported: 1.13"),
    );
    expect(await eks(sandbox, `POST ${ADDONS}/vpc-cni/update`, { addonVersion: "latest" })).toEqual(
      invalid("Addon version specified is not supported: latest"),
    );
  });

  it.each([`GET ${ADDONS}/none`, `DELETE ${ADDONS}/none`, `POST ${ADDONS}/none/update`])(
    "is missed by %s",
    async (action) => {
      expect(await eks(sandbox, action)).toEqual(notFound("No addon: none found in cluster: lms"));
    },
  );

  it.each([
    `GET ${ADDONS}`,
    `POST ${ADDONS}`,
    `GET ${ADDONS}/vpc-cni`,
    `DELETE ${ADDONS}/vpc-cni`,
    `POST ${ADDONS}/vpc-cni/update`,
  ])("goes with its cluster: %s", async (action) => {
    await create();
    await eks(sandbox, "DELETE /clusters/lms");
    expect(await eks(sandbox, action)).toEqual(notFound("No cluster found for name: lms."));
  });
});

describe("the versions of add-ons", () => {
  const version = (addonVersion: string, kubernetes: string, isDefault: boolean) => ({
    addonVersion,
    architecture: ["amd64", "arm64"],
    compatibilities: [{ clusterVersion: kubernetes, platformVersions: ["*"], defaultVersion: isDefault }],
  });

  it("depend on the version of Kubernetes", async () => {
    const reply = await eks(sandbox, "GET /addons/supported-versions?addonName=kube-proxy&kubernetesVersion=1.36");
    expect(reply).toEqual({
      status: 200,
      json: {
        addons: [
          {
            addonName: "kube-proxy",
            type: "networking",
            owner: "aws",
            publisher: "eks",
            defaultNamespace: "kube-system",
            addonVersions: [version("v1.36.3-eksbuild.2", "1.36", false), version("v1.36.0-eksbuild.2", "1.36", true)],
          },
        ],
      },
    });
  });

  it("are those for the default version of Kubernetes if none is named", async () => {
    expect((await eks(sandbox, "GET /addons/supported-versions?addonName=coredns")).json).toMatchObject({
      addons: [
        { addonVersions: [version("v1.13.2-eksbuild.4", "1.35", false), version("v1.13.1-eksbuild.1", "1.35", true)] },
      ],
    });
  });

  it("are told of every add-on if none is named", async () => {
    const { addons } = (await eks(sandbox, "GET /addons/supported-versions")).json as {
      addons: { addonName: string }[];
    };
    expect(addons.map(({ addonName }) => addonName)).toEqual([
      "vpc-cni",
      "coredns",
      "kube-proxy",
      "eks-pod-identity-agent",
      "aws-ebs-csi-driver",
      "aws-efs-csi-driver",
      "aws-mountpoint-s3-csi-driver",
      "snapshot-controller",
      "metrics-server",
      "amazon-cloudwatch-observability",
      "adot",
    ]);
  });

  it("are none for an add-on that is not known", async () => {
    expect((await eks(sandbox, "GET /addons/supported-versions?addonName=nginx")).json).toEqual({ addons: [] });
  });
});
