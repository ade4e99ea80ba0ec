import { beforeEach, describe, expect, it } from "vitest";
import { useSandbox } from "../../support";
import { createCluster, eks, inUse, invalid, notFound, UUID } from "./support";

const sandbox = useSandbox();
const CONFIGS = "/clusters/lms/identity-provider-configs";
const OIDC = {
  identityProviderConfigName: "corp",
  issuerUrl: "https://sso.example.com",
  clientId: "kube",
  groupsClaim: "groups",
};

beforeEach(() => createCluster(sandbox));

const associate = (oidc: unknown = OIDC) => eks(sandbox, `POST ${CONFIGS}/associate`, { oidc, tags: { Name: "sso" } });
const call = (what: string, name: string) =>
  eks(sandbox, `POST ${CONFIGS}/${what}`, { identityProviderConfig: { type: "oidc", name } });

describe("an identity provider", () => {
  it("is associated and described", async () => {
    expect(await associate()).toMatchObject({
      status: 200,
      json: { update: { type: "AssociateIdentityProviderConfig", status: "Successful" }, tags: { Name: "sso" } },
    });
    expect((await call("describe", "corp")).json).toEqual({
      identityProviderConfig: {
        oidc: {
          ...OIDC,
          clusterName: "lms",
          identityProviderConfigArn: expect.stringMatching(
            new RegExp(`^arn:aws:eks:us-east-1:111111111111:identityproviderconfig/lms/oidc/corp/${UUID}$`),
          ),
          status: "ACTIVE",
          tags: { Name: "sso" },
        },
      },
    });
    expect((await eks(sandbox, `GET ${CONFIGS}`)).json).toEqual({
      identityProviderConfigs: [{ name: "corp", type: "oidc" }],
    });
  });

  it("is disassociated", async () => {
    await associate();
    expect((await call("disassociate", "corp")).json).toMatchObject({
      update: { type: "DisassociateIdentityProviderConfig" },
    });
    expect(await call("describe", "corp")).toEqual(notFound("No identity provider config found for name: corp"));
  });

  it("is the only one of its cluster, and has a name", async () => {
    expect(await associate({})).toEqual(invalid("identityProviderConfigName is required"));
    await associate();
    expect(await associate({ ...OIDC, identityProviderConfigName: "other" })).toEqual(
      inUse("Identity provider config is already associated with cluster"),
    );
  });

  it.each(["describe", "disassociate"])("is missed by %s", async (what) => {
    expect(await call(what, "none")).toEqual(notFound("No identity provider config found for name: none"));
    expect(await call(what, "")).toEqual(invalid("name is required"));
  });

  it.each([`GET ${CONFIGS}`, `POST ${CONFIGS}/associate`, `POST ${CONFIGS}/describe`, `POST ${CONFIGS}/disassociate`])(
    "goes with its cluster: %s",
    async (action) => {
      await eks(sandbox, "DELETE /clusters/lms");
      const parameters = { identityProviderConfig: { name: "corp" } };
      expect(await eks(sandbox, action, action.startsWith("POST") ? parameters : undefined)).toMatchObject({
        status: 404,
      });
    },
  );
});
