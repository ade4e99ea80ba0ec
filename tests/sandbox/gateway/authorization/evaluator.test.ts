import { describe, expect, it } from "vitest";
import { decide, type Policies, type Principal } from "../../../../sandbox/gateway/authorization/evaluator/decide";
import { readPolicy } from "../../../../sandbox/gateway/authorization/evaluator/document";
import type { RequestContext } from "../../../../sandbox/gateway/authorization/evaluator/patterns";

const ROLE = "arn:aws:iam::111111111111:role/worker";
const WORKER: Principal = {
  kind: "role",
  arn: "arn:aws:sts::111111111111:assumed-role/worker/session",
  id: ROLE,
  account: "111111111111",
};
const ROOT = "arn:aws:iam::111111111111:root";
const BUCKET = "arn:aws:s3:::books";
const KEY = "arn:aws:kms:us-east-1:111111111111:key/1";

const policy = (...Statement: object[]) => readPolicy("p", JSON.stringify({ Version: "2012-10-17", Statement }));
const allow = (Action: unknown, Resource: unknown = "*", Condition = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  Condition,
});
const deny = (Action: unknown, Resource: unknown = "*", Condition = {}) => ({
  Effect: "Deny",
  Action,
  Resource,
  Condition,
});
const to = (Principal: unknown, statement: object) => ({ ...statement, Principal });

function ask(
  policies: Policies,
  action = "s3:GetObject",
  resource = `${BUCKET}/a`,
  principal = WORKER,
  context: RequestContext = {},
) {
  const verdict = decide({ action, resource, context }, principal, policies);
  return verdict.allowed ? "allowed" : verdict.reason;
}

describe("a decision", () => {
  const read = policy(allow("s3:GetObject", `${BUCKET}/*`));

  it("allows what an identity policy allows", () => {
    expect(ask({ identity: [read] })).toBe("allowed");
  });

  it("refuses what no policy allows", () => {
    expect(ask({ identity: [read] }, "s3:PutObject")).toBe(
      "because no identity-based policy allows the s3:PutObject action",
    );
    expect(ask({ identity: [read] }, "s3:GetObject", "arn:aws:s3:::films/a")).toBe(
      "because no identity-based policy allows the s3:GetObject action",
    );
  });

  it("lets a deny win", () => {
    expect(ask({ identity: [read, policy(deny("s3:*"))] })).toBe("with an explicit deny in an identity-based policy");
    expect(ask({ identity: [read], boundary: policy(allow("*"), deny("s3:Get*")) })).toBe(
      "with an explicit deny in a permissions boundary",
    );
    expect(ask({ identity: [read], resource: policy(to("*", deny("s3:*"))) })).toBe(
      "with an explicit deny in a resource-based policy",
    );
  });

  it("stays within the permissions boundary", () => {
    expect(ask({ identity: [read], boundary: policy(allow("sqs:*")) })).toBe(
      "because no permissions boundary allows the s3:GetObject action",
    );
    expect(ask({ identity: [read], boundary: policy(allow("s3:*")) })).toBe("allowed");
  });

  it("takes a resource's policy that names the principal for enough, and one that names its account not", () => {
    const granted = (principal: unknown) =>
      ask({ identity: [], resource: policy(to(principal, allow("s3:GetObject"))) });
    expect(granted({ AWS: ROLE })).toBe("allowed");
    expect(granted("*")).toBe("allowed");
    expect(granted({ AWS: [WORKER.arn] })).toBe("allowed");
    for (const other of [
      { AWS: ROOT },
      { AWS: "111111111111" },
      { AWS: `${ROLE}2` },
      { Service: "s3.amazonaws.com" },
    ]) {
      expect(granted(other)).toBe("because no identity-based policy allows the s3:GetObject action");
    }
  });

  it("asks a key's policy first: it allows, or hands on to the account", () => {
    const use = policy(allow("kms:Decrypt", KEY));
    const ofKey = (Principal: unknown, identity = [use]) =>
      ask(
        { identity, resource: policy(to(Principal, allow("kms:Decrypt"))), resourceDecides: "key" },
        "kms:Decrypt",
        KEY,
      );
    expect(ofKey({ AWS: ROOT })).toBe("allowed");
    expect(ofKey({ AWS: ROOT }, [])).toBe("because no identity-based policy allows the kms:Decrypt action");
    expect(ofKey({ AWS: ROLE }, [])).toBe("allowed");
    expect(ofKey({ AWS: "arn:aws:iam::111111111111:role/other" })).toBe(
      "because no resource-based policy allows the kms:Decrypt action",
    );
    expect(ask({ identity: [use], resourceDecides: "key" }, "kms:Decrypt", KEY)).toBe(
      "because no resource-based policy allows the kms:Decrypt action",
    );
  });

  it("lets an outsider take a role by its trust policy only", () => {
    const jenkins = "arn:aws:iam::444444444444:role/jenkins";
    const outsider: Principal = { kind: "foreign", arn: jenkins, id: jenkins, account: "444444444444" };
    const trust = readPolicy(
      "trust",
      JSON.stringify({
        Statement: {
          Effect: "Allow",
          Principal: { AWS: jenkins },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": "deploy" } },
        },
      }),
    );
    const take = (context: RequestContext, principal = outsider) =>
      ask({ identity: [], resource: trust, resourceDecides: "trust" }, "sts:AssumeRole", ROLE, principal, context);
    expect(take({ "sts:externalid": "deploy" })).toBe("allowed");
    const refused = "because no role trust policy allows the sts:AssumeRole action";
    expect(take({ "sts:externalid": "plan" })).toBe(refused);
    expect(take({})).toBe(refused);
    expect(take({ "sts:externalid": "deploy" }, { ...outsider, id: `${jenkins}-agent`, arn: `${jenkins}-agent` })).toBe(
      refused,
    );
  });

  it("lets a service do what the resource's policy lets it do", () => {
    const sns: Principal = { kind: "service", arn: "sns.amazonaws.com", id: "sns.amazonaws.com", account: "" };
    const queue = "arn:aws:sqs:us-east-1:111111111111:q";
    const send = (Service: string) =>
      ask({ identity: [], resource: policy(to({ Service }, allow("sqs:SendMessage"))) }, "sqs:SendMessage", queue, sns);
    expect(send("sns.amazonaws.com")).toBe("allowed");
    expect(send("events.amazonaws.com")).toBe("because no resource-based policy allows the sqs:SendMessage action");
  });

  it("lets the account's root do everything that no resource's policy keeps from it", () => {
    const root: Principal = { kind: "account-root", arn: ROOT, id: ROOT, account: "111111111111" };
    expect(ask({ identity: [] }, "s3:GetObject", BUCKET, root)).toBe("allowed");
    const locked = policy(to({ AWS: ROLE }, allow("kms:*")));
    expect(ask({ identity: [], resource: locked, resourceDecides: "key" }, "kms:DescribeKey", KEY, root)).toBe(
      "because no resource-based policy allows the kms:DescribeKey action",
    );
  });
});

describe("a statement", () => {
  const matches = (statement: object, action: string, resource: string, context: RequestContext = {}) =>
    ask({ identity: [policy({ Effect: "Allow", ...statement })] }, action, resource, WORKER, context) === "allowed";

  it("tells no cases apart in actions, and does in resources", () => {
    expect(matches({ Action: "S3:getobject", Resource: "*" }, "s3:GetObject", BUCKET)).toBe(true);
    expect(matches({ Action: "s3:*", Resource: "arn:aws:s3:::Books" }, "s3:GetObject", BUCKET)).toBe(false);
  });

  it("takes * for any text and ? for one character, within a part of an ARN", () => {
    const queue = "arn:aws:sqs:us-east-1:111111111111:lms-dev-a";
    expect(
      matches({ Action: "sqs:*", Resource: "arn:aws:sqs:*:111111111111:lms-dev-?" }, "sqs:SendMessage", queue),
    ).toBe(true);
    expect(matches({ Action: "sqs:*", Resource: "arn:aws:sqs:*:lms-dev-?" }, "sqs:SendMessage", queue)).toBe(false);
    const group = "arn:aws:logs:us-east-1:111111111111:log-group:/aws/lambda/f:log-stream:s";
    expect(
      matches({ Action: "logs:*", Resource: "arn:aws:logs:*:111111111111:log-group:*" }, "logs:PutLogEvents", group),
    ).toBe(true);
  });

  it("asks for * where an action takes no resource", () => {
    expect(matches({ Action: "kms:CreateKey", Resource: "arn:aws:kms:*:*:key/*" }, "kms:CreateKey", "*")).toBe(false);
    expect(matches({ Action: "kms:CreateKey", Resource: "*" }, "kms:CreateKey", "*")).toBe(true);
  });

  it("is about all others with NotAction and NotResource", () => {
    expect(matches({ NotAction: "iam:*", Resource: "*" }, "s3:GetObject", BUCKET)).toBe(true);
    expect(matches({ NotAction: "iam:*", Resource: "*" }, "iam:GetRole", ROLE)).toBe(false);
    expect(matches({ Action: "*", NotResource: `${BUCKET}/*` }, "s3:GetObject", BUCKET)).toBe(true);
    expect(matches({ Action: "*", NotResource: `${BUCKET}*` }, "s3:GetObject", BUCKET)).toBe(false);
  });

  it("replaces policy variables, and fits nothing when the request has no value for one", () => {
    const home = { Action: "s3:*", Resource: "arn:aws:s3:::home/$" + "{aws:username}/*" };
    expect(matches(home, "s3:GetObject", "arn:aws:s3:::home/ada/a", { "aws:username": "ada" })).toBe(true);
    expect(matches(home, "s3:GetObject", "arn:aws:s3:::home/ada/a", { "aws:username": "bob" })).toBe(false);
    expect(matches(home, "s3:GetObject", "arn:aws:s3:::home/ada/a")).toBe(false);
    const fallback = { Action: "s3:*", Resource: "arn:aws:s3:::home/$" + "{aws:PrincipalTag/team, 'all'}" };
    expect(matches(fallback, "s3:GetObject", "arn:aws:s3:::home/all")).toBe(true);
    expect(matches({ Action: "s3:*", Resource: "arn:aws:s3:::a$" + "{*}" }, "s3:GetObject", "arn:aws:s3:::ab")).toBe(
      false,
    );
  });

  it("does not take NotPrincipal", () => {
    expect(() => policy({ ...deny("*"), Sid: "Others", NotPrincipal: { AWS: ROLE } })).toThrow(
      "policy p: must not use NotPrincipal, got it in Others; name the principals",
    );
  });
});

describe("a condition", () => {
  const holds = (operator: string, wanted: unknown, value?: string | readonly string[]) =>
    ask(
      { identity: [policy(allow("*", "*", { [operator]: { "aws:Key": wanted } }))] },
      "s3:GetObject",
      BUCKET,
      WORKER,
      {
        ...(value === undefined ? {} : { "aws:key": value }),
      },
    ) === "allowed";

  it.each<[string, unknown, string | readonly string[] | undefined, boolean]>([
    ["StringEquals", ["a", "b"], "b", true],
    ["StringEquals", "a", "A", false],
    ["StringEquals", "a", undefined, false],
    ["StringEqualsIfExists", "a", undefined, true],
    ["StringEqualsIfExists", "a", "b", false],
    ["StringEqualsIgnoreCase", "a", "A", true],
    ["StringNotEquals", ["a", "b"], "b", false],
    ["StringNotEquals", ["a", "b"], "c", true],
    ["StringNotEquals", "a", undefined, true],
    ["StringLike", "a*", "abc", true],
    ["StringLike", "a?", "abc", false],
    ["StringNotLike", "a*", "abc", false],
    ["ArnLike", "arn:aws:iam::1:role/*", "arn:aws:iam::1:role/x/y", true],
    ["ArnEquals", "arn:aws:iam::*:role/x", "arn:aws:iam::1:role/x", true],
    ["ArnNotEquals", "arn:aws:iam::1:role/x", "arn:aws:iam::1:role/x", false],
    ["ArnNotEquals", "arn:aws:iam::1:role/x", undefined, true],
    ["Bool", true, "true", true],
    ["Bool", "false", "true", false],
    ["BoolIfExists", "true", undefined, true],
    ["NumericLessThan", 1.2, "1.3", false],
    ["NumericLessThan", "1.2", "1.1", true],
    ["DateLessThan", "2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", true],
    ["IpAddress", "10.0.0.0/8", "10.255.0.1", true],
    ["IpAddress", "10.0.0.0/8", "11.0.0.1", false],
    ["NotIpAddress", "10.0.0.7", "10.0.0.7", false],
    ["Null", "true", undefined, true],
    ["Null", "false", undefined, false],
    ["Null", "false", "x", true],
    ["ForAllValues:StringEquals", ["a", "b"], ["a", "b"], true],
    ["ForAllValues:StringEquals", ["a", "b"], ["a", "c"], false],
    ["ForAllValues:StringEquals", "a", undefined, true],
    ["ForAllValues:StringNotEquals", "a", ["b", "c"], true],
    ["ForAllValues:StringNotEquals", "a", ["a", "c"], false],
    ["ForAnyValue:StringEquals", "a", ["a", "c"], true],
    ["ForAnyValue:StringEquals", "a", ["b"], false],
    ["ForAnyValue:StringEquals", "a", undefined, false],
  ])("%s %j of %j: %s", (operator, wanted, value, expected) => {
    expect(holds(operator, wanted, value)).toBe(expected);
  });

  it("must have an operator that is known", () => {
    expect(() => holds("BinaryEquals", "a", "a")).toThrow(
      "condition of aws:key: must have an operator that is modelled, got BinaryEquals; teach it to OPERATORS",
    );
  });
});
