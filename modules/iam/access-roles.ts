import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { IAspect } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { accessPolicyName, roleName } from "../foundation/names";
import { type PolicyStatement, policyDocument } from "../foundation/policy-document";
import type { AccessSettings, PipelineTrust } from "./access-settings";
import { type DeployScope, deployData } from "./policies/deploy-data";
import { deployGlobalRegion } from "./policies/deploy-global-region";
import { deployIdentities } from "./policies/deploy-identities";
import { deployServices } from "./policies/deploy-services";
import { developer } from "./policies/developer";
import { permissionsBoundary } from "./policies/permissions-boundary";
import { readPlatform } from "./policies/read-platform";
import { applyState, planState } from "./policies/state";
import { peopleTrust, pipelineTrust } from "./trust";

const HOURS = 3600;

export interface AccessRolesProps {
  /** Names of the environment, with its state bucket, its second region, and whether its data may be deleted. */
  readonly site: DeployScope;
  readonly access: AccessSettings;
}

/**
 * The roles of an environment's people and pipelines, their policies, and the permissions boundary of everything that
 * the deployer makes. Applied by an administrator: the deployer is denied every change to what is made here.
 * - `admin`: everything, for an hour; `developer`: sees the platform, logs and traces; `readonly`: sees the platform
 * - `planner`: reads the account and the state; `deployer`: applies; neither, nor their policies, where no pipeline is
 */
export class AccessRoles extends Construct {
  /** ARN of each role by its name. */
  readonly roleArns: Readonly<Record<string, string>>;
  /** ARN of each policy by its name. */
  readonly policies: Readonly<Record<string, string>>;
  /** The permissions boundary, for the roles of other modules. */
  readonly boundary: IamPolicy;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AccessRolesProps,
  ) {
    super(scope, id);
    const { site, access } = props;
    this.boundary = this.createPolicy("boundary", permissionsBoundary(site));
    const read = this.createPolicy("read-platform", readPlatform(site));
    const developerPolicy = this.createPolicy("developer", developer(site));

    const admin = this.createRole("admin", "Administrators", peopleTrust(access.admin), 1, []);
    new IamRolePolicyAttachment(this, "admin-administrator-access", {
      role: admin.name,
      policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
    });
    const roles = {
      admin,
      developer: this.createRole("developer", "Developers", peopleTrust(access.developer), 8, [read, developerPolicy]),
      readonly: this.createRole("readonly", "Who may look", peopleTrust(access.readonly), 8, [read]),
      ...this.createPipelines(read),
    };
    this.roleArns = Object.fromEntries(Object.entries(roles).map(([name, role]) => [name, role.arn]));
    this.policies = Object.fromEntries(
      this.node.children
        .filter((child) => child instanceof IamPolicy)
        .map((policy) => [policy.node.id.replace(/-policy$/, ""), policy.arn]),
    );
  }

  /** The roles of the pipelines, and their policies; none where there is no pipeline. */
  private createPipelines(read: IamPolicy): Readonly<Record<string, IamRole>> {
    const { site, access } = this.props;
    const { deployer, planner } = access;
    if (deployer === "none" || planner === "none") return {};
    createOidcProviders(this, [deployer, planner]);
    const planPolicy = this.createPolicy("plan-state", planState(site));
    const applyPolicies = [
      this.createPolicy("apply-state", applyState(site)),
      this.createPolicy("deploy-services", [...deployServices(site), ...deployGlobalRegion(site)]),
      this.createPolicy("deploy-data", deployData(site)),
      this.createPolicy("deploy-identities", deployIdentities(site)),
    ];
    const trust = (pipeline: PipelineTrust) => pipelineTrust(pipeline, site.account);
    return {
      planner: this.createRole("planner", "Plans", trust(planner), 1, [read, planPolicy]),
      // The first apply of an environment takes more than an hour.
      deployer: this.createRole("deployer", "Applies", trust(deployer), 4, [read, ...applyPolicies]),
    };
  }

  private createPolicy(name: string, statements: PolicyStatement[]): IamPolicy {
    return new IamPolicy(this, `${name}-policy`, {
      name: accessPolicyName(this.props.site, name),
      policy: policyDocument(statements),
    });
  }

  private createRole(
    name: string,
    description: string,
    trust: PolicyStatement[],
    sessionHours: number,
    policies: readonly IamPolicy[],
  ): IamRole {
    const role = new IamRole(this, name, {
      name: roleName(this.node.path, this.props.site, name),
      description,
      assumeRolePolicy: policyDocument(trust),
      maxSessionDuration: sessionHours * HOURS,
    });
    for (const policy of policies) {
      new IamRolePolicyAttachment(this, `${name}-${policy.node.id}`, { role: role.name, policyArn: policy.arn });
    }
    return role;
  }
}

/**
 * One IAM OIDC provider for each issuer among the trusts, with the audiences of all of them.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export function createOidcProviders(scope: Construct, trusts: readonly PipelineTrust[]): void {
  const oidc = trusts.filter((trust) => trust.kind === "oidc");
  for (const issuer of new Set(oidc.map((trust) => trust.issuer))) {
    const audiences = oidc.filter((trust) => trust.issuer === issuer).map(({ audience }) => audience);
    new IamOpenidConnectProvider(scope, `oidc-${issuer.replace("https://", "").replace(/[^A-Za-z0-9]+/g, "-")}`, {
      url: issuer,
      clientIdList: [...new Set(audiences)],
    });
  }
}

/**
 * Puts the permissions boundary on every role of a root that has none, so that no module can forget it: the deployer
 * may not make a role without. The roles of people and pipelines (`AccessRoles`) stay without, they are not made by it.
 * Attach it to a root: `Aspects.of(root).add(new BoundaryOnEveryRole({ arn: boundaryArn(environment) }))`.
 */
export class BoundaryOnEveryRole implements IAspect {
  constructor(private readonly boundary: { readonly arn: string }) {}

  visit(node: IConstruct): void {
    if (!(node instanceof IamRole) || node.permissionsBoundaryInput !== undefined) return;
    if (node.node.scopes.some((scope) => scope instanceof AccessRoles)) return;
    node.permissionsBoundary = this.boundary.arn;
  }
}
