import { describe, expect, it } from "vitest";
import { LMS_SERVICE_NAMES } from "../../modules/foundation/services";
import { RegistryStack } from "../../stacks/registry-stack";
import { type SynthesizedRoot, synthesizeRoots } from "../support/synthesized";

const SHARED = {
  name: "shared",
  account: "555555555555",
  region: "us-east-1",
  stateBucket: "lms-shared-terraform-state-555555555555",
  owner: "lms-platform-team",
  costCenter: "lms-shared",
  replicaRegion: "eu-west-1",
  imagePublisher: {
    kind: "oidc",
    issuer: "https://jenkins.example.edu/oidc",
    audience: "sts.amazonaws.com",
    subject: "https://jenkins.example.edu/job/images/",
  },
} as const;

const SIGNER = { ...SHARED.imagePublisher, subject: "https://jenkins.example.edu/job/deploy/" };

const SERVICES = [...LMS_SERVICE_NAMES].sort();

let synthesized: SynthesizedRoot | undefined;
function registry(): SynthesizedRoot {
  synthesized ??= synthesizeRoots([
    (app) => new RegistryStack(app, SHARED, SIGNER, [{ account: "111111111111" }, { account: "333333333333" }]),
  ]).get("shared-registry");
  if (synthesized === undefined) throw new Error("no root shared-registry");
  return synthesized;
}
const only = (type: string) => {
  const [resource, ...more] = Object.values(registry().resources(type));
  expect(more).toEqual([]);
  return resource;
};
const PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const PUSH = ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"];
const WRITERS = [`\${aws_iam_role.publisher_role.arn}`, `\${aws_iam_role.publisher_signer.arn}`];
const PULLERS = { AWS: ["arn:aws:iam::111111111111:root", "arn:aws:iam::333333333333:root"] };

describe("the repositories", () => {
  it("are one for each service", () => {
    expect(registry().attribute("aws_ecr_repository", "name")).toEqual(
      Object.fromEntries(SERVICES.map((service) => [`registry_${service}`, `lms/${service}`])),
    );
  });

  it("keep their tags, are scanned and encrypted with the registry's key, and outlive a mistake", () => {
    for (const repository of Object.values(registry().resources("aws_ecr_repository"))) {
      expect(repository).toMatchObject({
        image_tag_mutability: "IMMUTABLE",
        image_scanning_configuration: { scan_on_push: true },
        encryption_configuration: [{ encryption_type: "KMS", kms_key: `\${aws_kms_key.registry_key.arn}` }],
      });
      expect(repository).not.toHaveProperty("force_delete");
    }
  });

  it("are pulled from by the environments' accounts and written to by the publisher and the signer, and by no one else", () => {
    const policies = registry().resources("aws_ecr_repository_policy");
    expect(Object.keys(policies)).toEqual(SERVICES.map((service) => `registry_${service}_access`));
    for (const { policy } of Object.values(policies)) {
      expect(JSON.parse(String(policy)).Statement).toEqual([
        { Sid: "PullByEnvironments", Effect: "Allow", Principal: PULLERS, Action: PULL },
        {
          Sid: "PushByWriters",
          Effect: "Allow",
          Principal: { AWS: WRITERS },
          Action: [...PULL, ...PUSH],
        },
        {
          Sid: "NoOtherPush",
          Effect: "Deny",
          Principal: "*",
          Action: PUSH,
          Condition: { ArnNotEquals: { "aws:PrincipalArn": WRITERS } },
        },
      ]);
    }
  });

  it("keep the last hundred images, and signatures as long as their image", () => {
    const policies = Object.values(registry().resources("aws_ecr_lifecycle_policy"));
    expect(policies).toHaveLength(LMS_SERVICE_NAMES.length);
    for (const { policy } of policies) {
      expect(JSON.parse(String(policy)).rules.map(({ selection }: { selection: unknown }) => selection)).toEqual([
        { tagStatus: "tagged", tagPatternList: ["*"], countType: "imageCountMoreThan", countNumber: 100 },
      ]);
    }
  });
});

describe("the registry", () => {
  it("scans continuously, in both regions", () => {
    const scanning = {
      scan_type: "ENHANCED",
      rule: [
        { scan_frequency: "CONTINUOUS_SCAN", repository_filter: [{ filter: "lms/*", filter_type: "WILDCARD" }] },
        { scan_frequency: "SCAN_ON_PUSH", repository_filter: [{ filter: "*", filter_type: "WILDCARD" }] },
      ],
    };
    expect(registry().resources("aws_ecr_registry_scanning_configuration")).toEqual({
      registry_scanning: scanning,
      registry_replica_scanning: { ...scanning, provider: "aws.replica" },
    });
  });

  it("copies the platform's images to the recovery region, once the copies' template is there", () => {
    expect(only("aws_ecr_replication_configuration")).toEqual({
      replication_configuration: {
        rule: [
          {
            destination: [{ region: "eu-west-1", registry_id: "555555555555" }],
            repository_filter: [{ filter: "lms/", filter_type: "PREFIX_MATCH" }],
          },
        ],
      },
      depends_on: ["aws_ecr_repository_creation_template.registry_replica_template"],
    });
  });

  it("starts the copying before there is a repository to push to", () => {
    for (const repository of Object.values(registry().resources("aws_ecr_repository"))) {
      expect(repository.depends_on).toEqual(["aws_ecr_replication_configuration.registry_replication"]);
    }
  });

  it("makes the copies like the originals, and lets no one push to them", () => {
    const { repository_policy, lifecycle_policy, ...template } = only("aws_ecr_repository_creation_template") ?? {};
    expect(template).toEqual({
      provider: "aws.replica",
      prefix: "lms",
      description: "Copies of the platform's images",
      applied_for: ["REPLICATION"],
      image_tag_mutability: "IMMUTABLE",
      encryption_configuration: [
        { encryption_type: "KMS", kms_key: `\${aws_kms_replica_key.registry_replica_key.arn}` },
      ],
      custom_role_arn: `\${aws_iam_role.registry_replica_role.arn}`,
      resource_tags: {
        Project: "lms",
        Environment: "shared",
        Owner: "lms-platform-team",
        CostCenter: "lms-shared",
        ManagedBy: "terraform",
        TerraformRoot: "shared-registry",
      },
      depends_on: ["aws_iam_role_policy.registry_replica_policy"],
    });
    expect(JSON.parse(String(repository_policy)).Statement).toEqual([
      { Sid: "PullByEnvironments", Effect: "Allow", Principal: PULLERS, Action: PULL },
      { Sid: "NoPush", Effect: "Deny", Principal: "*", Action: PUSH },
    ]);
    expect(JSON.parse(String(lifecycle_policy)).rules).toHaveLength(1);
  });

  it("has a key of its own, replicated to the other region", () => {
    const { policy, lifecycle: _, ...key } = registry().resources("aws_kms_key").registry_key ?? {};
    expect(key).toEqual({
      description: "Container images",
      enable_key_rotation: true,
      rotation_period_in_days: 365,
      deletion_window_in_days: 30,
      multi_region: true,
    });
    expect(String(policy)).toContain("ecr.us-east-1.amazonaws.com");
    expect(registry().resources("aws_kms_alias").registry_alias).toEqual({
      name: "alias/lms-shared-registry",
      target_key_id: `\${aws_kms_key.registry_key.key_id}`,
    });
    const replica = only("aws_kms_replica_key");
    expect(replica).toMatchObject({
      provider: "aws.replica",
      primary_key_arn: `\${aws_kms_key.registry_key.arn}`,
      deletion_window_in_days: 30,
    });
    expect(String(replica?.policy)).toContain("ecr.eu-west-1.amazonaws.com");
    expect(String(replica?.policy)).not.toContain("ecr.us-east-1.amazonaws.com");
  });

  it("works in its own account only, in both regions", () => {
    const held = registry().json.provider.aws?.map(({ alias, region, allowed_account_ids }) => ({
      alias,
      region,
      allowed_account_ids,
    }));
    expect(held).toEqual([
      { alias: undefined, region: "us-east-1", allowed_account_ids: ["555555555555"] },
      { alias: "replica", region: "eu-west-1", allowed_account_ids: ["555555555555"] },
    ]);
  });
});

describe("the publisher", () => {
  it("is one job of the pipeline, for an hour", () => {
    const role = registry().resources("aws_iam_role").publisher_role;
    expect(role).toMatchObject({ name: "lms-shared-image-publisher", max_session_duration: 3600 });
    expect(JSON.parse(String(role?.assume_role_policy)).Statement).toEqual([
      {
        Sid: "PipelineWithToken",
        Effect: "Allow",
        Principal: { Federated: "arn:aws:iam::555555555555:oidc-provider/jenkins.example.edu/oidc" },
        Action: ["sts:AssumeRoleWithWebIdentity"],
        Condition: {
          StringEquals: {
            "jenkins.example.edu/oidc:aud": "sts.amazonaws.com",
            "jenkins.example.edu/oidc:sub": "https://jenkins.example.edu/job/images/",
          },
        },
      },
    ]);
    expect(only("aws_iam_openid_connect_provider")).toEqual({
      url: "https://jenkins.example.edu/oidc",
      client_id_list: ["sts.amazonaws.com"],
    });
  });

  it("pushes to the platform's repositories, each by its ARN", () => {
    const policy = registry().resources("aws_iam_role_policy").publisher_policy?.policy;
    const [logIn, push] = JSON.parse(String(policy)).Statement;
    // The token is the registry's, not a repository's: the action takes no resource.
    expect(logIn).toEqual({ Sid: "LogIn", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" });
    expect([...push.Resource].sort()).toEqual(
      SERVICES.map((service) => `arn:aws:ecr:us-east-1:555555555555:repository/lms/${service}`),
    );
  });
});

describe("the signer", () => {
  it("is another job of the pipeline than the publisher, with the only key that signs", () => {
    const { signing_key: key } = registry().resources("aws_kms_key");
    expect(key).toMatchObject({
      customer_master_key_spec: "ECC_NIST_P256",
      key_usage: "SIGN_VERIFY",
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
    const signer = `\${aws_iam_role.publisher_signer.arn}`;
    expect(JSON.parse(String(key?.policy)).Statement.slice(1)).toEqual([
      {
        Sid: "SignBySigner",
        Effect: "Allow",
        Resource: "*",
        Principal: { AWS: [signer] },
        Action: ["kms:Sign", "kms:DescribeKey", "kms:GetPublicKey"],
      },
      {
        Sid: "VerifyByAccounts",
        Effect: "Allow",
        Resource: "*",
        Principal: { AWS: ["arn:aws:iam::555555555555:root", ...PULLERS.AWS] },
        Action: ["kms:DescribeKey", "kms:GetPublicKey"],
      },
      {
        Sid: "NoOtherSignature",
        Effect: "Deny",
        Principal: "*",
        Action: "kms:Sign",
        Resource: "*",
        Condition: { ArnNotEquals: { "aws:PrincipalArn": signer } },
      },
    ]);
    expect(registry().resources("aws_kms_alias").signing_key_alias?.name).toBe("alias/lms-shared-image-signing");
    const role = registry().resources("aws_iam_role").publisher_signer;
    expect(role).toMatchObject({ name: "lms-shared-image-signer", max_session_duration: 3600 });
    expect(String(role?.assume_role_policy)).toContain("https://jenkins.example.edu/job/deploy/");
  });

  it("is not there, nor its key, where no pipeline deploys", () => {
    const unsigned = synthesizeRoots([(app) => new RegistryStack(app, SHARED, "none", [{ account: "111111111111" }])]);
    const root = unsigned.get("shared-registry");
    expect(Object.keys(root?.resources("aws_kms_key") ?? {})).toEqual(["registry_key"]);
    expect(Object.keys(root?.resources("aws_iam_role") ?? {})).toEqual(["publisher_role", "registry_replica_role"]);
  });
});

it("has no role with a boundary, as an administrator applies it, and only these roles", () => {
  expect(registry().attribute("aws_iam_role", "permissions_boundary")).toEqual({
    publisher_role: undefined,
    publisher_signer: undefined,
    registry_replica_role: undefined,
  });
});

it("publishes its roles, policies and repositories by name", () => {
  const value = (name: string) => registry().json.output[name]?.value;
  expect(value("role_arns")).toEqual({
    "image-publisher": `\${aws_iam_role.publisher_role.arn}`,
    "image-signer": `\${aws_iam_role.publisher_signer.arn}`,
    "ecr-replication": `\${aws_iam_role.registry_replica_role.arn}`,
  });
  expect(value("policies")).toEqual({
    "image-publisher": `\${aws_iam_role_policy.publisher_policy.id}`,
    "image-signer": `\${aws_iam_role_policy.publisher_signer_policy.id}`,
    "ecr-replication": `\${aws_iam_role_policy.registry_replica_policy.id}`,
  });
  expect(value("repository_urls")).toEqual(
    Object.fromEntries(
      SERVICES.map((service) => [service, `\${aws_ecr_repository.registry_${service}.repository_url}`]),
    ),
  );
});
