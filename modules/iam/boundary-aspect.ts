import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { IAspect } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * Puts the permissions boundary on every role of a root that has none, so that no module can forget it. The deployer
 * may not create a role without. Attach it to a root whose roles the deployer makes: `Aspects.of(root).add(...)`.
 */
export class BoundaryOnEveryRole implements IAspect {
  constructor(private readonly boundary: { readonly arn: string }) {}

  visit(node: IConstruct): void {
    if (node instanceof IamRole && node.permissionsBoundaryInput === undefined) {
      node.permissionsBoundary = this.boundary.arn;
    }
  }
}
