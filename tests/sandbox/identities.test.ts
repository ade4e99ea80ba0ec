import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { dev } from "../../environments/dev";
import { shared } from "../../environments/shared";
import { makeTrustedRoles, outsidersOf, takePersonsRole, takeRoles } from "../../sandbox/identities";

let server: Server | undefined;

afterEach(() => {
  server?.close();
  server = undefined;
});

/** A stand-in for STS: keeps what it was asked and answers with one text. */
async function sts(status: number, body: string): Promise<{ endpoint: string; asked: Record<string, string>[] }> {
  const asked: Record<string, string>[] = [];
  const listening = createServer(async (incoming, outgoing) => {
    let text = "";
    for await (const chunk of incoming) text += chunk;
    const [, key = ""] = /Credential=([^/]+)/.exec(incoming.headers.authorization ?? "") ?? [];
    asked.push({ key, ...Object.fromEntries(new URLSearchParams(text)) });
    outgoing.writeHead(status).end(body);
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  return { endpoint: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`, asked };
}

const CREDENTIALS =
  "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA1</AccessKeyId>" +
  "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken></Credentials></AssumeRoleResult></AssumeRoleResponse>";

describe("the identities that change an environment", () => {
  it("are the pipeline's, of another account, and people beside them", () => {
    expect(outsidersOf(dev)).toEqual({
      "outsider-admin": "arn:aws:iam::444444444444:user/lms-administrator",
      "outsider-developer": "arn:aws:iam::444444444444:user/lms-developer",
      "outsider-readonly": "arn:aws:iam::444444444444:user/lms-auditor",
      "outsider-planner": "arn:aws:iam::444444444444:role/jenkins-planner",
      "outsider-deployer": "arn:aws:iam::444444444444:role/jenkins-deployer",
    });
  });

  it("take the roles by STS, each with its external id", async () => {
    const { endpoint, asked } = await sts(200, CREDENTIALS);
    const credentials = { AWS_ACCESS_KEY_ID: "ASIA1", AWS_SECRET_ACCESS_KEY: "s", AWS_SESSION_TOKEN: "t" };
    expect(await takeRoles(dev, endpoint)).toEqual({ planner: credentials, deployer: credentials });
    const told = asked.map(({ key, Action, RoleArn, ExternalId }) => [key, Action, RoleArn, ExternalId]).sort();
    expect(told).toEqual([
      ["outsider-deployer", "AssumeRole", "arn:aws:iam::111111111111:role/lms-dev-deployer", "lms-dev-deployer"],
      ["outsider-planner", "AssumeRole", "arn:aws:iam::111111111111:role/lms-dev-planner", "lms-dev-planner"],
    ]);
  });

  it("are its administrator where an account has no such roles", async () => {
    expect(outsidersOf(shared)).toEqual({});
    const administrator = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
    expect(await takeRoles(shared, "")).toEqual({ planner: administrator, deployer: administrator });
  });

  it("that are not let in say why", async () => {
    const { endpoint } = await sts(
      403,
      "<ErrorResponse><Error><Message>no role trust policy</Message></Error></ErrorResponse>",
    );
    await expect(takeRoles(dev, endpoint)).rejects.toThrow(
      /^dev: the pipeline must be let into the role (planner|deployer), got no role trust policy; compare access in environments\/dev\.ts with the role's trust$/,
    );
  });

  it("that are none leave the work to an administrator", async () => {
    const { endpoint, asked } = await sts(200, CREDENTIALS);
    const environment = { ...dev, access: { ...dev.access, deployer: "none", planner: "none" } } as const;
    expect(Object.keys(outsidersOf(environment))).toEqual([
      "outsider-admin",
      "outsider-developer",
      "outsider-readonly",
    ]);
    const { planner, deployer } = await takeRoles(environment, endpoint);
    expect([planner.AWS_ACCESS_KEY_ID, deployer]).toEqual(["ASIA1", planner]);
    expect(asked.map(({ key, RoleArn }) => [key, RoleArn])).toEqual([
      ["outsider-admin", "arn:aws:iam::111111111111:role/lms-dev-admin"],
    ]);
  });

  it("that are known by a token show it, and sign nothing", async () => {
    const credentials = CREDENTIALS.replaceAll("AssumeRoleRes", "AssumeRoleWithWebIdentityRes");
    const { endpoint, asked } = await sts(200, credentials);
    const token = (subject: string) =>
      ({ kind: "oidc", issuer: "https://jenkins.example.com", audience: "sts.amazonaws.com", subject }) as const;
    const environment = { ...dev, access: { ...dev.access, planner: token("plan"), deployer: token("apply") } };
    expect(Object.keys(outsidersOf(environment))).toEqual([
      "outsider-admin",
      "outsider-developer",
      "outsider-readonly",
    ]);
    expect((await takeRoles(environment, endpoint)).planner.AWS_ACCESS_KEY_ID).toBe("ASIA1");
    const claims = asked.map(({ key, Action, WebIdentityToken = "" }) => {
      const payload = Buffer.from(WebIdentityToken.split(".")[1] ?? "", "base64url").toString();
      return [key, Action, payload];
    });
    const claim = (sub: string) => `{"iss":"https://jenkins.example.com","sub":"${sub}","aud":"sts.amazonaws.com"}`;
    expect(claims.sort()).toEqual([
      ["", "AssumeRoleWithWebIdentity", claim("apply")],
      ["", "AssumeRoleWithWebIdentity", claim("plan")],
    ]);
  });

  it("of people take theirs with MFA, and those who come by a role without", async () => {
    const { endpoint, asked } = await sts(200, CREDENTIALS);
    const byRole = { ...dev, access: { ...dev.access, readonly: ["arn:aws:iam::444444444444:role/auditors"] } };
    await takePersonsRole(dev, endpoint, "admin");
    await takePersonsRole(byRole, endpoint, "readonly");
    expect(asked.map(({ key, RoleArn, SerialNumber, TokenCode }) => [key, RoleArn, SerialNumber, TokenCode])).toEqual([
      ["outsider-admin", "arn:aws:iam::111111111111:role/lms-dev-admin", "GAHT12345678", "123456"],
      ["outsider-readonly", "arn:aws:iam::111111111111:role/lms-dev-readonly", undefined, undefined],
    ]);
  });

  it("that are roles of the account itself are made before anything trusts them", async () => {
    const { endpoint, asked } = await sts(200, "<CreateRoleResponse/>");
    expect(await makeTrustedRoles(shared, endpoint)).toEqual([
      "jenkins-builder",
      "jenkins-deployer",
      "jenkins-planner",
    ]);
    expect(asked.map(({ key, Action, RoleName }) => [key, Action, RoleName])).toEqual([
      ["test", "CreateRole", "jenkins-builder"],
      ["test", "CreateRole", "jenkins-deployer"],
      ["test", "CreateRole", "jenkins-planner"],
    ]);
    // The pipelines of an environment are roles of another account.
    expect(await makeTrustedRoles(dev, endpoint)).toEqual([]);
  });

  it("that cannot be made say why", async () => {
    const { endpoint } = await sts(409, "EntityAlreadyExists");
    await expect(makeTrustedRoles(shared, endpoint)).rejects.toThrow(
      "shared: the role jenkins-builder must be made, got EntityAlreadyExists",
    );
  });
});
