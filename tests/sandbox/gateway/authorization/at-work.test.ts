import { describe, expect, it } from "vitest";
import { ACCOUNT, allow, ask, authorizerOf, json, query } from "./account";

// What services and roles are allowed at work, when nobody's request is there to be refused.

const ROLE = `arn:aws:iam::${ACCOUNT}:role/worker`;
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:alerts`;
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`;
const FUNCTION = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:record`;
const VAULT = `arn:aws:backup:us-east-1:${ACCOUNT}:backup-vault:books`;
const RULE = `arn:aws:events:us-east-1:${ACCOUNT}:rule/ended`;

const ofAccount = { Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } } };
const service = (name: string, Action: string, Resource: string, more = {}) => ({
  ...allow(Action, Resource, more),
  Principal: { Service: name },
});

describe("a service at work", () => {
  it("says for which account it acts", async () => {
    const statement = service("events.amazonaws.com", "kms:Decrypt", "*", ofAccount);
    const alarms = service("cloudwatch.amazonaws.com", "kms:Decrypt", "*", ofAccount);
    const authorizer = await authorizerOf({ policies: { [KEY]: [statement, alarms] } });
    const need = (by: string) => ({ by, action: "kms:Decrypt", resource: KEY });
    expect(await authorizer.wouldAllow(need("cloudwatch.amazonaws.com"), "us-east-1")).toEqual({ allowed: true });
    // EventBridge does not, so that a key's policy must not ask it to.
    expect(await authorizer.wouldAllow(need("events.amazonaws.com"), "us-east-1")).toEqual({
      allowed: false,
      reason: "because no resource-based policy allows the kms:Decrypt action",
    });
  });

  it("invokes a function by the function's policy", async () => {
    const condition = { Condition: { ArnLike: { "AWS:SourceArn": RULE } } };
    const policies = { [FUNCTION]: [service("events.amazonaws.com", "lambda:InvokeFunction", FUNCTION, condition)] };
    const authorizer = await authorizerOf({ policies });
    const need = (rule: string) => ({
      by: "events.amazonaws.com",
      action: "lambda:InvokeFunction",
      resource: FUNCTION,
      context: { "aws:sourcearn": rule },
    });
    expect((await authorizer.wouldAllow(need(RULE), "us-east-1")).allowed).toBe(true);
    expect((await authorizer.wouldAllow(need(`${RULE}-other`), "us-east-1")).allowed).toBe(false);
  });

  it("rotates a secret by a function that both Secrets Manager and who asks for it may invoke", async () => {
    const secret = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:login-AbCdEf`;
    const rotate = json("secretsmanager", "RotateSecret", {
      SecretId: secret,
      RotationLambdaARN: FUNCTION,
    });
    const allowed = [allow("secretsmanager:RotateSecret", secret), allow("lambda:InvokeFunction", FUNCTION)];
    const invoker = service("secretsmanager.amazonaws.com", "lambda:InvokeFunction", FUNCTION, ofAccount);
    const policies = { [FUNCTION]: [invoker] };
    expect(await ask(await authorizerOf({ allowed, policies }), rotate)).toBe("allowed");
    expect(await ask(await authorizerOf({ allowed: allowed.slice(0, 1), policies }), rotate)).toContain(
      `is not authorized to perform: lambda:InvokeFunction on resource: ${FUNCTION}`,
    );
    expect(await ask(await authorizerOf({ allowed }), rotate)).toContain(
      "Secrets Manager cannot invoke the specified Lambda function.",
    );
  });

  it("takes a role, and tags its session, as far as the role trusts it", async () => {
    const trust = [service("pods.eks.amazonaws.com", "sts:AssumeRole", "*")];
    const authorizer = await authorizerOf({ policies: { [`${ROLE}-pod`]: trust } });
    const need = (action: string) => ({ by: "pods.eks.amazonaws.com", action, resource: `${ROLE}-pod` });
    expect(await authorizer.wouldAllow(need("sts:AssumeRole"), "us-east-1")).toEqual({ allowed: true });
    expect(await authorizer.wouldAllow(need("sts:TagSession"), "us-east-1")).toEqual({
      allowed: false,
      reason: "because no role trust policy allows the sts:TagSession action",
    });
  });

  it("must be named by a need, or a role", async () => {
    const authorizer = await authorizerOf({});
    await expect(authorizer.wouldAllow({ action: "sns:Publish", resource: TOPIC }, "us-east-1")).rejects.toThrow(
      "need: must name a service or a role that needs it, got neither",
    );
  });
});

describe("a role at work", () => {
  it("has what its policies say, and no backup from a vault whose policy refuses it", async () => {
    const deny = { Effect: "Deny", Principal: "*", Action: "backup:CopyFromBackupVault", Resource: "*" };
    const authorizer = await authorizerOf({ allowed: [allow("backup:*")], policies: { [VAULT]: [deny] } });
    const need = (action: string) => ({ as: ROLE, action, resource: VAULT });
    expect((await authorizer.wouldAllow(need("backup:CopyIntoBackupVault"), "us-east-1")).allowed).toBe(true);
    expect(await authorizer.wouldAllow(need("backup:CopyFromBackupVault"), "us-east-1")).toEqual({
      allowed: false,
      reason: "with an explicit deny in a resource-based policy",
    });
  });

  it("is held to the tags of what it works on", async () => {
    const own = { Condition: { StringEquals: { "aws:ResourceTag/cluster": "lms" } } };
    const group = (name: string) =>
      `arn:aws:autoscaling:us-east-1:${ACCOUNT}:autoScalingGroup:*:autoScalingGroupName/${name}`;
    const volume = (id: string) => `arn:aws:ec2:us-east-1:${ACCOUNT}:volume/${id}`;
    const authorizer = await authorizerOf({
      allowed: [allow(["autoscaling:SetDesiredCapacity", "ec2:DeleteVolume"], "*", own)],
      tags: {
        [group("ours")]: { cluster: "lms" },
        [group("theirs")]: { cluster: "x" },
        [volume("1")]: { cluster: "lms" },
      },
    });
    const may = async (action: string, resource: string) =>
      (await authorizer.wouldAllow({ as: ROLE, action, resource }, "us-east-1")).allowed;
    expect(await may("autoscaling:SetDesiredCapacity", group("ours"))).toBe(true);
    expect(await may("autoscaling:SetDesiredCapacity", group("theirs"))).toBe(false);
    expect(await may("ec2:DeleteVolume", volume("1"))).toBe(true);
    expect(await may("ec2:DeleteVolume", volume("2"))).toBe(false);
  });
});

describe("who shows a token", () => {
  const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/jenkins.example.com`;
  const condition = { StringEquals: { "jenkins.example.com:aud": "sts", "jenkins.example.com:sub": "deploy" } };
  const trust = {
    Effect: "Allow",
    Principal: { Federated: provider },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: condition,
  };
  const account = { policies: { [`${ROLE}-deployer`]: [trust] }, audiences: { [provider]: ["sts"] } };
  const withToken = (claims: object | undefined) => {
    const payload = claims === undefined ? "" : Buffer.from(JSON.stringify(claims)).toString("base64url");
    const Action = "AssumeRoleWithWebIdentity";
    const form = { Action, RoleArn: `${ROLE}-deployer`, RoleSessionName: "s", WebIdentityToken: `e30.${payload}.` };
    const { authorization: _, ...headers } = query("sts", form).headers;
    return { ...query("sts", form), headers };
  };
  const claims = { iss: "https://jenkins.example.com", aud: "sts", sub: "deploy" };

  it("gets the role whose trust names the provider, the audience and the subject", async () => {
    expect(await ask(await authorizerOf(account), withToken(claims))).toBe("allowed");
  });

  it.each([
    [
      "another subject",
      { ...claims, sub: "plan" },
      `AccessDenied: User: plan is not authorized to perform: sts:AssumeRoleWithWebIdentity on resource: ${ROLE}-deployer because no role trust policy allows the sts:AssumeRoleWithWebIdentity action`,
    ],
    [
      "an audience that the provider does not know",
      { ...claims, aud: "x" },
      "InvalidIdentityToken: Incorrect token audience",
    ],
    [
      "a provider that the account does not have",
      { ...claims, iss: "https://other.example.com" },
      "InvalidIdentityToken: No OpenIDConnect provider found in your account for https://other.example.com",
    ],
    ["no token at all", undefined, "InvalidIdentityToken: The ID Token provided is not a valid JWT."],
  ])("is refused with %s", async (_, shown, message) => {
    expect(await ask(await authorizerOf(account), withToken(shown))).toBe(message);
  });
});
