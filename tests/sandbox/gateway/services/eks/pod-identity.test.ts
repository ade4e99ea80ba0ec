import { beforeEach, describe, expect, it } from "vitest";
import { useSandbox } from "../../support";
import { createCluster, eks, inUse, invalid, notFound, ROLE } from "./support";

const sandbox = useSandbox();
const ASSOCIATIONS = "/clusters/lms/pod-identity-associations";

beforeEach(() => createCluster(sandbox));

const create = (settings: Record<string, unknown> = {}) =>
  eks(sandbox, `POST ${ASSOCIATIONS}`, {
    namespace: "kube-system",
    serviceAccount: "autoscaler",
    roleArn: ROLE,
    ...settings,
  });
const idOf = (reply: { json: unknown }) =>
  (reply.json as { association: { associationId: string } }).association.associationId;

describe("a Pod Identity association", () => {
  it("has what EKS adds to it", async () => {
    const created = await create({ tags: { Name: "x" } });
    const id = idOf(created);
    expect(id).toMatch(/^a-[0-9a-f]{17}$/);
    expect(created).toEqual({
      status: 200,
      json: {
        association: {
          clusterName: "lms",
          namespace: "kube-system",
          serviceAccount: "autoscaler",
          roleArn: ROLE,
          associationArn: `arn:aws:eks:us-east-1:111111111111:podidentityassociation/lms/${id}`,
          associationId: id,
          createdAt: expect.any(Number),
          modifiedAt: expect.any(Number),
          tags: { Name: "x" },
        },
      },
    });
    expect((await eks(sandbox, `GET ${ASSOCIATIONS}/${id}`)).json).toEqual(created.json);
  });

  it("is found by namespace and service account", async () => {
    const id = idOf(await create());
    await create({ namespace: "monitoring" });
    const list = async (query: string) =>
      (await eks(sandbox, `GET ${ASSOCIATIONS}${query}`)).json as { associations: unknown[] };
    expect((await list("?namespace=kube-system&serviceAccount=autoscaler&maxResults=5")).associations).toEqual([
      {
        clusterName: "lms",
        namespace: "kube-system",
        serviceAccount: "autoscaler",
        associationArn: `arn:aws:eks:us-east-1:111111111111:podidentityassociation/lms/${id}`,
        associationId: id,
      },
    ]);
    expect((await list("?serviceAccount=autoscaler")).associations).toHaveLength(2);
    expect((await list("?serviceAccount=none")).associations).toHaveLength(0);
  });

  it("changes its role, but not whom it belongs to", async () => {
    const id = idOf(await create());
    const role = "arn:aws:iam::111111111111:role/other";
    const reply = await eks(sandbox, `POST ${ASSOCIATIONS}/${id}`, { roleArn: role, namespace: "other" });
    expect(reply.json).toMatchObject({ association: { roleArn: role, namespace: "kube-system" } });
  });

  it("can be deleted", async () => {
    const id = idOf(await create());
    expect((await eks(sandbox, `DELETE ${ASSOCIATIONS}/${id}`)).json).toMatchObject({
      association: { associationId: id },
    });
    expect(await eks(sandbox, `GET ${ASSOCIATIONS}/${id}`)).toEqual(notFound(`No association found for ID: ${id}`));
  });

  it("is the only one of its service account", async () => {
    const id = idOf(await create());
    expect(await create({ roleArn: "arn:aws:iam::111111111111:role/other" })).toEqual(
      inUse(`Association already exists: ${id}`),
    );
  });

  it.each(["namespace", "serviceAccount", "roleArn"])("must have a %s", async (field) => {
    expect(await create({ [field]: undefined })).toEqual(invalid(`${field} is required`));
  });

  it.each(["GET", "POST", "DELETE"])("is missed by %s", async (method) => {
    expect(await eks(sandbox, `${method} ${ASSOCIATIONS}/a-1`)).toEqual(notFound("No association found for ID: a-1"));
  });

  it.each([
    `GET ${ASSOCIATIONS}`,
    `POST ${ASSOCIATIONS}`,
    `GET ${ASSOCIATIONS}/a-1`,
    `POST ${ASSOCIATIONS}/a-1`,
    `DELETE ${ASSOCIATIONS}/a-1`,
  ])("goes with its cluster: %s", async (action) => {
    await eks(sandbox, "DELETE /clusters/lms");
    expect(await eks(sandbox, action)).toEqual(notFound("No cluster found for name: lms."));
  });
});
