import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Aspects } from "cdktf";
import type { Construct } from "constructs";
import { siteOf } from "../../../modules/foundation/names";
import { AccessRoles, BoundaryOnEveryRole } from "../../../modules/iam/access-roles";
import type { AccessSettings } from "../../../modules/iam/access-settings";
import { PodIdentities } from "../../../modules/iam/pod-identities";
import { Root } from "../../../stacks/root";
import type { TestEnvironment } from "../../support/environments";
import { dev, prod } from "../../support/environments";
import { type SynthesizedRoot, synthesizeRoots } from "../../support/synthesized";

/** Pipelines that prove themselves by tokens of one issuer. */
export const WITH_OIDC = {
  admin: ["arn:aws:iam::444444444444:user/alice", "arn:aws:iam::444444444444:user/bob"],
  developer: ["arn:aws:iam::444444444444:role/developers"],
  readonly: ["arn:aws:iam::444444444444:root"],
  deployer: {
    kind: "oidc",
    issuer: "https://jenkins.example.edu/oidc",
    audience: "sts.amazonaws.com",
    subject: "https://jenkins.example.edu/job/platform-deploy/",
  },
  planner: {
    kind: "oidc",
    issuer: "https://jenkins.example.edu/oidc",
    audience: "sts.amazonaws.com",
    subject: "https://jenkins.example.edu/job/platform-plan/",
  },
} as const satisfies AccessSettings;

/** Pipelines that prove themselves by an external id. */
export const WITH_EXTERNAL_ID = {
  ...WITH_OIDC,
  deployer: {
    kind: "external-id",
    principal: "arn:aws:iam::444444444444:role/jenkins-deployer",
    externalId: "deploy-7d1f",
  },
  planner: {
    kind: "external-id",
    principal: "arn:aws:iam::444444444444:role/jenkins-planner",
    externalId: "plan-93ac",
  },
} as const satisfies AccessSettings;

class IamRoot extends Root {
  constructor(
    scope: Construct,
    environment: TestEnvironment,
    access: AccessSettings,
    hostedZone: { arn: string } | "none",
  ) {
    super(scope, `${environment.name}-iam`, environment);
    const { region, account, name } = environment;
    const roles = new AccessRoles(this, "access", {
      site: { ...environment, ...siteOf(environment), registryRegion: "us-east-1" },
      access,
    });
    const pods = new PodIdentities(this, "pod-identities", {
      site: siteOf(environment),
      cluster: {
        clusterName: `lms-${name}`,
        clusterArn: `arn:aws:eks:${region}:${account}:cluster/lms-${name}`,
        metrics: {},
      },
      keys: {
        data: { arn: `arn:aws:kms:${region}:${account}:key/data` },
        logs: { arn: `arn:aws:kms:${region}:${account}:key/logs` },
        messages: { arn: `arn:aws:kms:${region}:${account}:key/messages` },
      },
      zone: hostedZone,
      boundary: roles.boundary,
      tokenStoreOf: (use) => use,
    });
    this.publish("role_arns", "Roles", { people: roles.roleArns, pods: pods.roleArns });
    this.publish("policies", "Policies", { people: roles.policies, pods: pods.policies });
  }
}

/** A root whose roles are those of modules that know nothing of the boundary. */
class OtherRolesRoot extends Root {
  constructor(scope: Construct) {
    super(scope, "dev-other", dev);
    new IamRole(this, "without", { name: "lms-dev-without", assumeRolePolicy: "{}" });
    new IamRole(this, "with", {
      name: "lms-dev-with",
      assumeRolePolicy: "{}",
      permissionsBoundary: "arn:aws:iam::111111111111:policy/narrower",
    });
    new AccessRoles(this, "access", {
      site: { ...dev, ...siteOf(dev), registryRegion: "us-east-1" },
      access: WITH_OIDC,
    });
    Aspects.of(this).add(new BoundaryOnEveryRole({ arn: "arn:aws:iam::111111111111:policy/lms-dev-access-boundary" }));
  }
}

let roots: Map<string, SynthesizedRoot> | undefined;

/** Synthesized once: `prod-iam` with a hosted zone and OIDC, `dev-iam` with neither, and `dev-other` for the aspect. */
export function iamRoot(name: "prod-iam" | "dev-iam" | "dev-other"): SynthesizedRoot {
  roots ??= synthesizeRoots([
    (app) => new IamRoot(app, prod, WITH_OIDC, { arn: "arn:aws:route53:::hostedzone/Z0123456789" }),
    (app) => new IamRoot(app, dev, WITH_EXTERNAL_ID, "none"),
    (app) => new OtherRolesRoot(app),
  ]);
  const found = roots.get(name);
  if (found === undefined) throw new Error(`no root ${name}`);
  return found;
}
