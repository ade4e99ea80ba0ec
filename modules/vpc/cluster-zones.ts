import { DataAwsAvailabilityZone } from "@cdktf/provider-aws/lib/data-aws-availability-zone";
import type { Construct } from "constructs";

/**
 * Zones where EKS makes no control plane, by the ids that they have in every account.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
const WITHOUT_EKS = ["cac1-az3", "use1-az3", "usw1-az2"];

/**
 * Looks up the zones of the control plane, whose names stand for other zones in each account. A plan refuses one that EKS does not
 * take, before a network is made around it.
 */
export function checkClusterZones(scope: Construct, zones: readonly string[]): void {
  for (const zone of zones) {
    const errorMessage =
      `cluster.controlPlaneZones: must be zones where EKS makes a control plane, got ${zone}, which is \${self.zone_id} in this ` +
      "account; choose another, as aws ec2 describe-availability-zones tells them";
    new DataAwsAvailabilityZone(scope, `control-plane-${zone}-zone`, {
      name: zone,
      lifecycle: {
        postcondition: [{ condition: `\${!contains(${JSON.stringify(WITHOUT_EKS)}, self.zone_id)}`, errorMessage }],
      },
    });
  }
}
