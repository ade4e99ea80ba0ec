import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { IAspect } from "cdktf";
import type { IConstruct } from "constructs";
import { AccessRoles } from "./access-roles";

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
