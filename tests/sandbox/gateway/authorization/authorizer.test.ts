import { describe, expect, it } from "vitest";
import type { Decision } from "../../../../sandbox/gateway/authorization/authorizer";
import { parseRequest } from "../../../../sandbox/gateway/request";
import {
  ACCOUNT,
  allow,
  ask,
  assumeRole,
  authorizerOf,
  JENKINS,
  json,
  query,
  rest,
  sessionAnswer,
  WORKER,
} from "./account";

const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/worker/s`;
const ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:q`;
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`;
const describeVpcs = query("ec2", { Action: "DescribeVpcs" });
const sendMessage = json("sqs", "SendMessage", { QueueUrl: `http://sqs/${ACCOUNT}/q`, MessageBody: "m" });

describe("a request", () => {
  it("passes when a policy of the caller's role allows its action on its resource", async () => {
    const authorizer = await authorizerOf({ allowed: [allow("sqs:SendMessage", QUEUE)] });
    expect(await ask(authorizer, sendMessage)).toBe("allowed");
  });

  it.each([
    [
      "ec2, in words of its own",
      describeVpcs,
      `UnauthorizedOperation: You are not authorized to perform this operation. User: ${SESSION} is not authorized to perform: ec2:DescribeVpcs because no identity-based policy allows the ec2:DescribeVpcs action`,
    ],
    [
      "query",
      query("iam", { Action: "GetRole", RoleName: "r" }),
      `AccessDenied: User: ${SESSION} is not authorized to perform: iam:GetRole on resource: arn:aws:iam::${ACCOUNT}:role/r because no identity-based policy allows the iam:GetRole action`,
    ],
    [
      "json",
      sendMessage,
      `AccessDeniedException: User: ${SESSION} is not authorized to perform: sqs:SendMessage on resource: ${QUEUE} because no identity-based policy allows the sqs:SendMessage action`,
    ],
    [
      "rest-json",
      rest("eks", "DELETE /clusters/c"),
      `AccessDeniedException: User: ${SESSION} is not authorized to perform: eks:DeleteCluster on resource: arn:aws:eks:us-east-1:${ACCOUNT}:cluster/c because no identity-based policy allows the eks:DeleteCluster action`,
    ],
    [
      "rest-xml",
      rest("s3", "GET /books?lifecycle"),
      `AccessDenied: User: ${SESSION} is not authorized to perform: s3:GetLifecycleConfiguration on resource: "arn:aws:s3:::books" because no identity-based policy allows the s3:GetLifecycleConfiguration action`,
    ],
  ])("is refused in AWS's words: %s", async (_, request, message) => {
    expect(await ask(await authorizerOf({}), request)).toBe(message);
  });

  it("is held to the role's permissions boundary", async () => {
    const authorizer = await authorizerOf({ allowed: [allow("*")], boundary: [allow("ec2:*")] });
    expect(await ask(authorizer, describeVpcs)).toBe("allowed");
    expect(await ask(authorizer, sendMessage)).toContain(
      "because no permissions boundary allows the sqs:SendMessage action",
    );
  });

  it("is held to the policy of its resource, a bucket's for its objects too", async () => {
    const deny = { Effect: "Deny", Principal: "*", Action: "s3:DeleteObject", Resource: "arn:aws:s3:::books/kept/*" };
    const authorizer = await authorizerOf({ allowed: [allow("s3:*")], policies: { "arn:aws:s3:::books": [deny] } });
    expect(await ask(authorizer, rest("s3", "DELETE /books/a"))).toBe("allowed");
    expect(await ask(authorizer, rest("s3", "DELETE /books/kept/a"))).toContain(
      "with an explicit deny in a resource-based policy",
    );
  });

  it("says of itself what conditions ask for", async () => {
    const inRegion = { Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } } };
    const withTag = { Condition: { StringEquals: { "aws:RequestTag/Team": "lms" }, Null: { "aws:TagKeys": "false" } } };
    const authorizer = await authorizerOf({
      allowed: [allow("ec2:DescribeVpcs", "*", inRegion), allow(["sns:CreateTopic", "sns:TagResource"], "*", withTag)],
    });
    expect(await ask(authorizer, describeVpcs)).toContain("UnauthorizedOperation");
    expect(await ask(authorizer, query("ec2", { Action: "DescribeVpcs" }, { region: "eu-west-1" }))).toBe("allowed");
    const topic = (team: string) =>
      query("sns", { Action: "CreateTopic", Name: "t", "Tags.member.1.Key": "Team", "Tags.member.1.Value": team });
    expect(await ask(authorizer, topic("lms"))).toBe("allowed");
    expect(await ask(authorizer, topic("other"))).toContain("sns:CreateTopic");
  });

  it("that is not known is refused, whoever asks", async () => {
    const authorizer = await authorizerOf({ allowed: [allow("*")] });
    const teach = "teach it in sandbox/gateway/authorization/services";
    expect(await ask(authorizer, json("sqs", "CancelMessageMoveTask", {}, { key: "test" }))).toBe(
      `AuthorizationNotTold: sqs CancelMessageMoveTask: must be told its IAM action and resource before the local AWS takes it, got an operation that its table lacks; ${teach}`,
    );
    expect(await ask(authorizer, json("glue", "GetTable", {}))).toContain("got a service without a table");
    expect(await ask(authorizer, json("sqs", "DeleteQueue", {}))).toContain("got no QueueUrl");
  });

  it("by an access key that nobody has is refused", async () => {
    expect(await ask(await authorizerOf({}), query("ec2", { Action: "DescribeVpcs" }, { key: "AKIA" }))).toBe(
      "InvalidClientTokenId: The security token included in the request is invalid.",
    );
  });

  it("of the account's root passes", async () => {
    expect(await ask(await authorizerOf({}), query("ec2", { Action: "DescribeVpcs" }, { key: "test" }))).toBe(
      "allowed",
    );
  });

  it("of the old provider that the new one does not make passes, and of anyone else not", async () => {
    const get = (agent: string) =>
      json("secretsmanager", "GetSecretValue", { SecretId: "s" }, { headers: { "user-agent": agent } });
    const authorizer = await authorizerOf({});
    expect(await ask(authorizer, get("APN/1.0 terraform-provider-aws/5.100.0 (+https://)"))).toBe("allowed");
    expect(await ask(authorizer, get("APN/1.0 terraform-provider-aws/6.28.0 (+https://)"))).toContain(
      "AccessDeniedException",
    );
  });
});

describe("a role", () => {
  const trust = [
    {
      Effect: "Allow",
      Principal: { AWS: JENKINS },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": "deploy" } },
    },
  ];
  const account = { policies: { [`arn:aws:iam::${ACCOUNT}:role/deployer`]: trust } };

  it("that asks for MFA is given to who shows a device and its code", async () => {
    const Condition = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
    const authorizer = await authorizerOf({
      policies: { [`arn:aws:iam::${ACCOUNT}:role/deployer`]: [{ ...trust[0], Condition }] },
    });
    const device = { SerialNumber: "GAHT12345678", TokenCode: "123456" };
    expect(await ask(authorizer, assumeRole("deployer", device))).toBe("allowed");
    for (const shown of [{}, { SerialNumber: "GAHT12345678" }, { ...device, TokenCode: "1234" }]) {
      expect(await ask(authorizer, assumeRole("deployer", shown))).toContain("no role trust policy allows");
    }
  });

  it("is given by its trust policy, external id and all", async () => {
    const authorizer = await authorizerOf(account);
    expect(await ask(authorizer, assumeRole("deployer", { ExternalId: "plan" }))).toBe(
      `AccessDenied: User: ${JENKINS} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${ACCOUNT}:role/deployer because no role trust policy allows the sts:AssumeRole action`,
    );
    expect(await ask(authorizer, assumeRole("deployer", { ExternalId: "deploy" }, WORKER))).toContain(
      "no role trust policy",
    );
    const done = await authorizer.authorize(parseRequest(assumeRole("deployer", { ExternalId: "deploy" })));
    done(sessionAnswer("deployer", "new-key"));
    expect(await ask(authorizer, query("ec2", { Action: "DescribeVpcs" }, { key: "new-key" }))).toContain(
      `User: arn:aws:sts::${ACCOUNT}:assumed-role/deployer/s is not authorized`,
    );
  });

  it("is handed over only by who may pass it to that service", async () => {
    const role = `arn:aws:iam::${ACCOUNT}:role/fn`;
    const create = rest("lambda", "POST /2015-03-31/functions", JSON.stringify({ FunctionName: "f", Role: role }));
    const passing = (service: string) =>
      allow("iam:PassRole", role, { Condition: { StringEquals: { "iam:PassedToService": service } } });
    const trusting = (Service: string) => [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }];
    const rights = (service: string, trusted = "lambda.amazonaws.com") => ({
      allowed: [allow("lambda:CreateFunction"), passing(service)],
      policies: { [role]: trusting(trusted) },
    });
    expect(await ask(await authorizerOf(rights("lambda.amazonaws.com")), create)).toBe("allowed");
    expect(await ask(await authorizerOf(rights("lambda.amazonaws.com", "ec2.amazonaws.com")), create)).toBe(
      "InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.",
    );
    expect(await ask(await authorizerOf(rights("ec2.amazonaws.com")), create)).toBe(
      `AccessDeniedException: User: ${SESSION} is not authorized to perform: iam:PassRole on resource: ${role} because no identity-based policy allows the iam:PassRole action`,
    );
  });
});

describe("on behalf of the caller", () => {
  const handOn = [{ Effect: "Allow", Principal: ROOT, Action: "kms:*", Resource: "*" }];

  it("a multi-Region key makes KMS's service-linked role, once in an account", async () => {
    const key = (MultiRegion: boolean) => json("kms", "CreateKey", { MultiRegion });
    const linked = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/mrk.kms.amazonaws.com/AWSServiceRoleForKMSMultiRegionKeys`;
    const poor = await authorizerOf({ allowed: [allow("kms:CreateKey")] });
    expect(await ask(poor, key(false))).toBe("allowed");
    expect(await ask(poor, key(true))).toBe(
      `AccessDeniedException: User: ${SESSION} is not authorized to perform: iam:CreateServiceLinkedRole on resource: ${linked} because no identity-based policy allows the iam:CreateServiceLinkedRole action`,
    );
    expect(await ask(poor, json("kms", "CreateKey", { MultiRegion: true }, { key: "test" }))).toBe("allowed");
    expect(await ask(poor, key(true))).toBe("allowed");
  });

  it("RDS makes the secret of a managed password", async () => {
    const create = query("rds", {
      Action: "CreateDBCluster",
      DBClusterIdentifier: "c",
      ManageMasterUserPassword: "true",
    });
    const linked = allow("iam:CreateServiceLinkedRole");
    expect(await ask(await authorizerOf({ allowed: [allow("rds:*"), linked] }), create)).toBe(
      `AccessDenied: User: ${SESSION} is not authorized to perform: secretsmanager:CreateSecret on resource: arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:rds!cluster-* because no identity-based policy allows the secretsmanager:CreateSecret action`,
    );
    const secret = allow("secretsmanager:*", `arn:aws:secretsmanager:*:${ACCOUNT}:secret:rds!cluster-*`);
    expect(await ask(await authorizerOf({ allowed: [allow("rds:*"), linked, secret] }), create)).toBe("allowed");
  });

  it("a vault uses its key, and takes its grant back", async () => {
    const create = rest("backup", "PUT /backup-vaults/v", JSON.stringify({ EncryptionKeyArn: KEY }));
    const rights = allow([
      "backup:*",
      "backup-storage:MountCapsule",
      "kms:CreateGrant",
      "kms:D*",
      "kms:GenerateDataKey",
    ]);
    const without = await authorizerOf({ allowed: [rights], policies: { [KEY]: handOn } });
    expect(await ask(without, create)).toContain(
      `kms:RetireGrant on resource: ${KEY} because no identity-based policy`,
    );
    const withGrant = { allowed: [rights, allow("kms:RetireGrant")], policies: { [KEY]: handOn } };
    expect(await ask(await authorizerOf(withGrant), create)).toBe("allowed");
    const locked = { allowed: [allow("*")], policies: { [KEY]: [{ ...handOn[0], Action: "kms:DescribeKey" }] } };
    expect(await ask(await authorizerOf(locked), create)).toContain(
      "because no resource-based policy allows the kms:CreateGrant action",
    );
  });

  it("S3 uses the key of a bucket, and says for which object", async () => {
    const put = rest("s3", "PUT /books/a", "text");
    const key = (Resource: string) =>
      allow("kms:GenerateDataKey", KEY, {
        Condition: {
          StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
          StringLike: { "kms:EncryptionContext:aws:s3:arn": Resource },
        },
      });
    const account = (object: string) => ({
      allowed: [allow("s3:PutObject"), key(object)],
      policies: { [KEY]: handOn },
      keys: { "arn:aws:s3:::books": KEY },
    });
    expect(await ask(await authorizerOf(account("arn:aws:s3:::books/*")), put)).toBe("allowed");
    expect(await ask(await authorizerOf(account("arn:aws:s3:::films/*")), put)).toContain("kms:GenerateDataKey");
  });

  it("Lambda takes a queue's messages as the function's role, in words of its own", async () => {
    const fn = `arn:aws:iam::${ACCOUNT}:role/worker`;
    const attach = rest(
      "lambda",
      "POST /2015-03-31/event-source-mappings",
      JSON.stringify({ FunctionName: "f", EventSourceArn: QUEUE }),
      { key: "test" },
    );
    const account = (...actions: string[]) => ({ allowed: [allow(actions, QUEUE)], functions: { f: fn } });
    expect(
      await ask(
        await authorizerOf(account("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")),
        attach,
      ),
    ).toBe("allowed");
    expect(await ask(await authorizerOf(account("sqs:ReceiveMessage", "sqs:GetQueueAttributes")), attach)).toBe(
      "InvalidParameterValueException: The function execution role does not have permissions to call DeleteMessage on SQS",
    );
  });

  it("a load balancer tries the bucket of its logs", async () => {
    const attributes = {
      "Attributes.member.1.Key": "access_logs.s3.enabled",
      "Attributes.member.1.Value": "true",
      "Attributes.member.2.Key": "access_logs.s3.bucket",
      "Attributes.member.2.Value": "logs",
      "Attributes.member.3.Key": "access_logs.s3.prefix",
      "Attributes.member.3.Value": "alb",
    };
    const LoadBalancerArn = "arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/lb/1";
    const modify = query("elasticloadbalancing", {
      Action: "ModifyLoadBalancerAttributes",
      LoadBalancerArn,
      ...attributes,
    });
    const write = (prefix: string) => ({
      Effect: "Allow",
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `arn:aws:s3:::logs/${prefix}AWSLogs/${ACCOUNT}/*`,
    });
    const account = (prefix: string) => ({
      allowed: [allow("elasticloadbalancing:*")],
      policies: { "arn:aws:s3:::logs": [write(prefix)] },
    });
    expect(await ask(await authorizerOf(account("alb/")), modify)).toBe("allowed");
    expect(await ask(await authorizerOf(account("")), modify)).toBe(
      "InvalidConfigurationRequest: Access Denied for bucket: logs. Please check S3bucket permission",
    );
  });

  it("CloudWatch Logs itself must be let to the key of a log group", async () => {
    const create = json("logs", "CreateLogGroup", { logGroupName: "/g", kmsKeyId: KEY });
    const service = (condition = {}) => [
      {
        Effect: "Allow",
        Principal: { Service: "logs.us-east-1.amazonaws.com" },
        Action: "kms:*",
        Resource: "*",
        ...condition,
      },
    ];
    const rights = { allowed: [allow("logs:CreateLogGroup")] };
    expect(await ask(await authorizerOf({ ...rights, policies: { [KEY]: service() } }), create)).toBe("allowed");
    const of = {
      Condition: {
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/other` },
      },
    };
    expect(await ask(await authorizerOf({ ...rights, policies: { [KEY]: service(of) } }), create)).toBe(
      `InvalidParameterException: The specified KMS key does not exist or is not allowed to be used with LogGroup 'arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/g'`,
    );
  });
});

it("records who asked for what", async () => {
  const decisions: Decision[] = [];
  const authorizer = await authorizerOf(
    { allowed: [allow("sqs:*", QUEUE)] },
    { record: (decision) => decisions.push(decision) },
  );
  await ask(authorizer, sendMessage);
  await ask(authorizer, describeVpcs);
  const told = decisions.map(({ identity, access, allowed }) => [identity, access.action, access.resource, allowed]);
  expect(told).toEqual([
    [JENKINS, "sts:AssumeRole", `arn:aws:iam::${ACCOUNT}:role/worker`, true],
    [`arn:aws:iam::${ACCOUNT}:role/worker`, "sqs:SendMessage", QUEUE, true],
    [`arn:aws:iam::${ACCOUNT}:role/worker`, "ec2:DescribeVpcs", "*", false],
  ]);
});
