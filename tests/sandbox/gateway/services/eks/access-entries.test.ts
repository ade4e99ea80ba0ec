import { describe, expect, it } from "vitest";
import { useSandbox } from "../../support";
import { createCluster, eks, inUse, invalid, notFound, ROLE, refused, UUID } from "./support";

const sandbox = useSandbox();
const ENTRIES = "/clusters/lms/access-entries";
const ENTRY = `${ENTRIES}/${encodeURIComponent(ROLE)}`;
const POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";

const create = (settings: Record<string, unknown> = {}) =>
  eks(sandbox, `POST ${ENTRIES}`, { principalArn: ROLE, ...settings });
const associate = (settings: Record<string, unknown> = {}) =>
  eks(sandbox, `POST ${ENTRY}/access-policies`, { policyArn: POLICY, accessScope: { type: "cluster" }, ...settings });
const MISSING = notFound(
  "The specified principalArn could not be found: arn:aws:iam::111111111111:role/admin. You can view your existing access entries with the ListAccessEntries API.",
);
const NEEDS_API = refused(
  "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
);

describe("an access entry", () => {
  it("has what EKS adds to it", async () => {
    await createCluster(sandbox);
    const created = await create();
    expect(created).toEqual({
      status: 200,
      json: {
        accessEntry: {
          clusterName: "lms",
          principalArn: ROLE,
          accessEntryArn: expect.stringMatching(
            new RegExp(`^arn:aws:eks:us-east-1:111111111111:access-entry/lms/role/111111111111/admin/${UUID}$`),
          ),
          type: "STANDARD",
          kubernetesGroups: [],
          username: "arn:aws:sts::111111111111:assumed-role/admin/{{SessionName}}",
          createdAt: expect.any(Number),
          modifiedAt: expect.any(Number),
          tags: {},
        },
      },
    });
    expect((await eks(sandbox, `GET ${ENTRY}`)).json).toEqual(created.json);
    expect((await eks(sandbox, `GET ${ENTRIES}`)).json).toEqual({ accessEntries: [ROLE] });
  });

  it("keeps its settings", async () => {
    await createCluster(sandbox);
    const settings = { kubernetesGroups: ["admins"], username: "boss", tags: { Name: "admin" } };
    await create(settings);
    expect((await eks(sandbox, `GET ${ENTRY}`)).json).toMatchObject({ accessEntry: settings });
  });

  it("of nodes has the group and the name of nodes", async () => {
    await createCluster(sandbox);
    expect((await create({ type: "EC2_LINUX" })).json).toMatchObject({
      accessEntry: {
        type: "EC2_LINUX",
        kubernetesGroups: ["system:nodes"],
        username: "system:node:{{EC2PrivateDNSName}}",
      },
    });
  });

  it("of a user has the user's ARN as its name", async () => {
    await createCluster(sandbox);
    const user = "arn:aws:iam::111111111111:user/people/ann";
    expect((await create({ principalArn: user })).json).toMatchObject({
      accessEntry: {
        username: user,
        accessEntryArn: expect.stringContaining("access-entry/lms/user/111111111111/ann/"),
      },
    });
  });

  it("changes groups and name", async () => {
    await createCluster(sandbox);
    await create({ kubernetesGroups: ["a"], username: "x" });
    expect((await eks(sandbox, `POST ${ENTRY}`, { kubernetesGroups: ["b"] })).json).toMatchObject({
      accessEntry: { kubernetesGroups: ["b"], username: "x" },
    });
    expect((await eks(sandbox, `POST ${ENTRY}`, { username: "y" })).json).toMatchObject({
      accessEntry: { kubernetesGroups: ["b"], username: "y" },
    });
  });

  it("can be deleted", async () => {
    await createCluster(sandbox);
    await create();
    expect(await eks(sandbox, `DELETE ${ENTRY}`)).toEqual({ status: 200, json: {} });
    expect(await eks(sandbox, `GET ${ENTRY}`)).toEqual(MISSING);
  });

  it("refuses what cannot be", async () => {
    await createCluster(sandbox);
    await create({ type: "EC2_LINUX" });
    expect(await create()).toEqual(inUse("The specified access entry resource is already in use on this cluster."));
    expect(await eks(sandbox, `POST ${ENTRY}`, { kubernetesGroups: ["a"] })).toEqual(
      invalid("An access entry of type EC2_LINUX cannot be changed"),
    );
    const other = { principalArn: "arn:aws:iam::111111111111:role/other" };
    expect(await create({ principalArn: "" })).toEqual(invalid("principalArn is required"));
    expect(await create({ principalArn: "arn:aws:iam::111111111111:group/g" })).toEqual(
      invalid("The specified principalArn is invalid: invalid principal."),
    );
    expect(await create({ ...other, type: "ROBOT" })).toEqual(
      invalid("type must be STANDARD or one of EC2_LINUX, EC2_WINDOWS, FARGATE_LINUX, HYBRID_LINUX, EC2, got ROBOT"),
    );
    expect(await create({ ...other, type: "EC2_LINUX", kubernetesGroups: ["a"] })).toEqual(
      invalid("kubernetesGroups cannot be given for the type EC2_LINUX"),
    );
  });

  it("needs a cluster that knows access entries", async () => {
    await createCluster(sandbox, { accessConfig: { authenticationMode: "CONFIG_MAP" } });
    expect(await create()).toEqual(NEEDS_API);
    expect(await eks(sandbox, `GET ${ENTRY}`)).toEqual(NEEDS_API);
  });

  it.each([
    `GET ${ENTRY}`,
    `POST ${ENTRY}`,
    `DELETE ${ENTRY}`,
    `GET ${ENTRY}/access-policies`,
    `POST ${ENTRY}/access-policies`,
    `DELETE ${ENTRY}/access-policies/${encodeURIComponent(POLICY)}`,
  ])("is missed by %s", async (action) => {
    await createCluster(sandbox);
    expect(await eks(sandbox, action)).toEqual(MISSING);
  });

  it.each([
    `GET ${ENTRIES}`,
    `POST ${ENTRIES}`,
    `GET ${ENTRY}`,
    `POST ${ENTRY}`,
    `DELETE ${ENTRY}`,
    `GET ${ENTRY}/access-policies`,
    `POST ${ENTRY}/access-policies`,
    `DELETE ${ENTRY}/access-policies/x`,
  ])("goes with its cluster: %s", async (action) => {
    await createCluster(sandbox);
    await create();
    await eks(sandbox, "DELETE /clusters/lms");
    expect(await eks(sandbox, action)).toEqual(notFound("No cluster found for name: lms."));
  });
});

describe("an access policy", () => {
  const policy = (accessScope: unknown) => ({
    policyArn: POLICY,
    accessScope,
    associatedAt: expect.any(Number),
    modifiedAt: expect.any(Number),
  });

  it("is associated with an entry, once, in the last scope given", async () => {
    await createCluster(sandbox);
    await create();
    const inCluster = policy({ type: "cluster", namespaces: [] });
    expect(await associate()).toEqual({
      status: 200,
      json: { clusterName: "lms", principalArn: ROLE, associatedAccessPolicy: inCluster },
    });
    await associate({ accessScope: { type: "namespace", namespaces: ["a", "b"] } });
    expect((await eks(sandbox, `GET ${ENTRY}/access-policies`)).json).toEqual({
      clusterName: "lms",
      principalArn: ROLE,
      associatedAccessPolicies: [policy({ type: "namespace", namespaces: ["a", "b"] })],
    });
  });

  it("finds its entries", async () => {
    await createCluster(sandbox);
    await create();
    await create({ principalArn: "arn:aws:iam::111111111111:role/other" });
    await associate();
    const found = await eks(sandbox, `GET ${ENTRIES}?associatedPolicyArn=${encodeURIComponent(POLICY)}`);
    expect(found.json).toEqual({ accessEntries: [ROLE] });
  });

  it("is taken away", async () => {
    await createCluster(sandbox);
    await create();
    await associate();
    const url = `${ENTRY}/access-policies/${encodeURIComponent(POLICY)}`;
    expect(await eks(sandbox, `DELETE ${url}`)).toEqual({ status: 200, json: {} });
    expect(await eks(sandbox, `DELETE ${url}`)).toEqual(
      notFound(`The policy ${POLICY} is not associated with ${ROLE}`),
    );
    expect((await eks(sandbox, `GET ${ENTRY}/access-policies`)).json).toMatchObject({ associatedAccessPolicies: [] });
  });

  it("goes with its entry", async () => {
    await createCluster(sandbox);
    await create();
    await associate();
    await eks(sandbox, `DELETE ${ENTRY}`);
    await create();
    expect((await eks(sandbox, `GET ${ENTRY}/access-policies`)).json).toMatchObject({ associatedAccessPolicies: [] });
  });

  it("refuses what cannot be", async () => {
    await createCluster(sandbox);
    await create();
    expect(await associate({ policyArn: "" })).toEqual(invalid("policyArn is required"));
    expect(await associate({ policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" })).toEqual(
      invalid("The policyArn parameter format is not valid"),
    );
    expect(await associate({ accessScope: {} })).toEqual(invalid("type is required"));
    expect(await associate({ accessScope: { type: "namespace" } })).toEqual(
      invalid("accessScope of type namespace needs namespaces"),
    );
    expect(await associate({ accessScope: { type: "cluster", namespaces: ["a"] } })).toEqual(
      invalid("accessScope of type cluster has no namespaces"),
    );
  });

  it("cannot be given to nodes", async () => {
    await createCluster(sandbox);
    await create({ type: "EC2_LINUX" });
    expect(await associate()).toEqual(
      refused("The access entry is of type EC2_LINUX: access policies need the type STANDARD"),
    );
  });
});
