import { describe, expect, it } from "vitest";
import { signingStatements } from "../../../modules/ecr/image-signing-key";
import {
  lifecyclePolicy,
  registryKeyPolicy,
  replicationRights,
  replicationTrust,
  repositoryArn,
  repositoryPolicy,
} from "../../../modules/ecr/registry-policies";
import { keyPolicy } from "../../../modules/encryption";
import type { PolicyStatement } from "../../../modules/foundation/policy-document";
import { allows } from "../iam/evaluate";

const PUBLISHER = "arn:aws:iam::555555555555:role/lms-shared-image-publisher";
const SIGNER = "arn:aws:iam::555555555555:role/lms-shared-image-signer";

const REPOSITORY = "arn:aws:ecr:us-east-1:555555555555:repository/lms/web";
const PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const PUSH = ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"];

/** Actions that a resource's policy allows an identity, named as the policy names it: by its ARN or its account's root. */
function allowed(statements: readonly PolicyStatement[], identity: string, { actions, context }: Asked): string[] {
  const about = statements.filter(
    ({ Principal }) =>
      Principal === "*" ||
      Object.values(Principal ?? {})
        .flat()
        .includes(identity),
  );
  const identityPolicy = about.map(({ Principal: _, ...statement }) => ({ Resource: "*", ...statement }));
  return actions.filter((action) =>
    allows(identityPolicy, { action, resource: REPOSITORY, context: { "aws:PrincipalArn": identity, ...context } }),
  );
}

interface Asked {
  readonly actions: readonly string[];
  readonly context?: Readonly<Record<string, string>>;
}

describe("a repository", () => {
  const actions = [...PULL, ...PUSH, "ecr:BatchDeleteImage", "ecr:SetRepositoryPolicy"];
  const original = repositoryPolicy(["111111111111", "333333333333"], [PUBLISHER, SIGNER]);
  const copy = repositoryPolicy(["111111111111"], []);

  it("is pulled from by the accounts of environments, and by nobody else", () => {
    expect(allowed(original, "arn:aws:iam::111111111111:root", { actions })).toEqual(PULL);
    expect(allowed(original, "arn:aws:iam::333333333333:root", { actions })).toEqual(PULL);
    expect(allowed(original, "arn:aws:iam::444444444444:root", { actions })).toEqual([]);
    expect(allowed(copy, "arn:aws:iam::111111111111:root", { actions })).toEqual(PULL);
    expect(allowed(copy, "arn:aws:iam::333333333333:root", { actions })).toEqual([]);
  });

  it("is pushed to by the publisher and the signer, and a copy by nobody, whatever their own policies allow", () => {
    const everything: PolicyStatement = {
      Sid: "Everything",
      Effect: "Allow",
      Principal: "*",
      Action: "*",
      Resource: "*",
    };
    expect(allowed(original, PUBLISHER, { actions })).toEqual([...PULL, ...PUSH]);
    expect(allowed(original, SIGNER, { actions })).toEqual([...PULL, ...PUSH]);
    for (const identity of ["arn:aws:iam::111111111111:root", "arn:aws:iam::555555555555:role/lms-shared-admin"]) {
      expect(allowed([...original, everything], identity, { actions: PUSH })).toEqual([]);
      expect(allowed([...copy, everything], identity, { actions: PUSH })).toEqual([]);
    }
    expect(allowed([...copy, everything], PUBLISHER, { actions: PUSH })).toEqual([]);
  });
});

describe("the key of the images", () => {
  const root = "arn:aws:iam::555555555555:root";
  const key = registryKeyPolicy({ account: "555555555555", region: "us-east-1" });
  const actions = ["kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant"];

  it("is used through ECR of its region only, and by this account's identities only", () => {
    const context = { "kms:ViaService": "ecr.us-east-1.amazonaws.com" };
    const forAws = { ...context, "kms:GrantIsForAWSResource": "true" };
    expect(allowed(key, root, { actions, context: forAws })).toEqual(actions);
    expect(allowed(key, root, { actions, context })).toEqual(actions.filter((action) => action !== "kms:CreateGrant"));
    expect(allowed(key, root, { actions })).toEqual([]);
    expect(allowed(key, root, { actions, context: { "kms:ViaService": "ecr.eu-west-1.amazonaws.com" } })).toEqual([]);
    expect(allowed(key, "arn:aws:iam::444444444444:root", { actions, context: forAws })).toEqual([]);
  });

  it("has its grants retired by this account's identities, of whom KMS tells no service", () => {
    expect(allowed(key, root, { actions: ["kms:RetireGrant"] })).toEqual(["kms:RetireGrant"]);
    expect(allowed(key, "arn:aws:iam::444444444444:root", { actions: ["kms:RetireGrant"] })).toEqual([]);
  });

  it("is administered, and not used, without ECR", () => {
    expect(allowed(key, root, { actions: ["kms:PutKeyPolicy", "kms:Encrypt"] })).toEqual(["kms:PutKeyPolicy"]);
  });
});

describe("the key of the signatures", () => {
  const key = [
    ...keyPolicy({ account: "555555555555", region: "us-east-1" }),
    ...signingStatements(SIGNER, ["555555555555", "333333333333"]),
  ];
  const actions = ["kms:Sign", "kms:GetPublicKey", "kms:PutKeyPolicy"];
  const everything: PolicyStatement = { Sid: "All", Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };

  it("signs for the signer alone, whatever others' policies allow", () => {
    expect(allowed(key, SIGNER, { actions })).toEqual(["kms:Sign", "kms:GetPublicKey"]);
    expect(allowed(key, PUBLISHER, { actions })).toEqual([]);
    expect(allowed([...key, everything], PUBLISHER, { actions: ["kms:Sign"] })).toEqual([]);
  });

  it("is verified by the accounts that images run in, and administered by its own", () => {
    expect(allowed(key, "arn:aws:iam::333333333333:root", { actions })).toEqual(["kms:GetPublicKey"]);
    expect(allowed(key, "arn:aws:iam::222222222222:root", { actions })).toEqual([]);
    expect(allowed(key, "arn:aws:iam::555555555555:root", { actions })).toEqual([
      "kms:GetPublicKey",
      "kms:PutKeyPolicy",
    ]);
  });
});

describe("the role of the replication", () => {
  const KEY = "arn:aws:kms:eu-west-1:555555555555:key/mrk-1";
  const rights = replicationRights({ account: "555555555555", region: "eu-west-1" }, KEY);
  const may = (action: string, resource: string, context = {}) => allows(rights, { action, resource, context });

  it("makes the platform's repositories in the other region", () => {
    for (const action of ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"]) {
      expect(may(action, "arn:aws:ecr:eu-west-1:555555555555:repository/lms/web")).toBe(true);
      expect(may(action, "arn:aws:ecr:eu-west-1:555555555555:repository/another")).toBe(false);
      expect(may(action, REPOSITORY)).toBe(false);
    }
    expect(may("ecr:DeleteRepository", "arn:aws:ecr:eu-west-1:555555555555:repository/lms/web")).toBe(false);
  });

  it("uses that region's key through ECR", () => {
    const via = (service: string) => ({ "kms:ViaService": `${service}.eu-west-1.amazonaws.com` });
    expect([may("kms:RetireGrant", KEY), may("kms:RetireGrant", `${KEY}0`)]).toEqual([true, false]);
    for (const action of ["kms:CreateGrant", "kms:DescribeKey"]) {
      expect(may(action, KEY, via("ecr"))).toBe(true);
      expect(may(action, KEY, via("s3"))).toBe(false);
      expect(may(action, `${KEY}0`, via("ecr"))).toBe(false);
    }
    expect(may("kms:Decrypt", KEY, via("ecr"))).toBe(false);
  });
});

it("lets ECR alone make the copies", () => {
  expect(replicationTrust()).toEqual([
    { Sid: "Ecr", Effect: "Allow", Principal: { Service: "ecr.amazonaws.com" }, Action: ["sts:AssumeRole"] },
  ]);
});

it("deletes all tagged images but the last ones, and leaves what is about an image to the image", () => {
  expect(JSON.parse(lifecyclePolicy({ keepImages: 100 }))).toEqual({
    rules: [
      {
        rulePriority: 1,
        description: "Keep the last 100 images",
        selection: { tagStatus: "tagged", tagPatternList: ["*"], countType: "imageCountMoreThan", countNumber: 100 },
        action: { type: "expire" },
      },
    ],
  });
});

it("names repositories after services", () => {
  expect(repositoryArn({ account: "555555555555", region: "us-east-1" }, "web")).toBe(
    "arn:aws:ecr:us-east-1:555555555555:repository/lms/web",
  );
});
