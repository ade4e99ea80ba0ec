import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { type PolicyStatement, policyDocument } from "./policy-document";

export interface ServiceRoleProps {
  /** Name in the account, at most 64 characters. */
  readonly name: string;
  readonly description: string;
  /** Service principal that assumes the role, such as `eks.amazonaws.com`. */
  readonly service: string;
  /** What the service does to get the role; EKS Pod Identity also tags its sessions. */
  readonly actions?: readonly string[];
  /** What the service must say of itself, against the confused deputy, where it says anything. */
  readonly condition?: PolicyStatement["Condition"];
  /** Names of AWS-managed policies, such as `AmazonEKSClusterPolicy`. */
  readonly managedPolicies?: readonly string[];
  /** Statements of the role's own policy. */
  readonly statements?: readonly PolicyStatement[];
}

/**
 * A role that one AWS service assumes, with its rights. It lives beside the resource that needs it, which should depend
 * on `rights`: a service that starts before it has them fails, and one that loses them first cannot clean up.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export class ServiceRole extends IamRole {
  readonly rights: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    const {
      name,
      description,
      service,
      actions = ["sts:AssumeRole"],
      condition,
      managedPolicies = [],
      statements = [],
    } = props;
    super(scope, id, {
      name,
      description,
      assumeRolePolicy: policyDocument([
        {
          Sid: "AssumedByService",
          Effect: "Allow",
          Principal: { Service: service },
          Action: actions,
          ...(condition === undefined ? {} : { Condition: condition }),
        },
      ]),
    });
    const attachments = managedPolicies.map(
      (policy) =>
        new IamRolePolicyAttachment(this, policy, {
          role: this.name,
          policyArn: `arn:aws:iam::aws:policy/${policy}`,
        }),
    );
    const own =
      statements.length === 0
        ? []
        : [new IamRolePolicy(this, "policy", { name, role: this.name, policy: policyDocument(statements) })];
    this.rights = [...attachments, ...own];
  }
}
