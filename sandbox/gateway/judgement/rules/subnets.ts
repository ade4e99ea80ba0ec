import type { Context } from "../../service";
import { textAt } from "../../xml";
import { describeEc2, numbered } from "../rule";

/** A subnet as rules need it. */
export interface Subnet {
  readonly id: string;
  readonly vpc: string;
  /** Name of its zone, which means another zone in another account. */
  readonly zone: string;
  /** The zone's id, which is the same in all accounts. */
  readonly zoneId: string;
}

/** The subnets of those ids. @throws AwsError if one does not exist */
export async function subnetsOf(ids: readonly string[], context: Context): Promise<readonly Subnet[]> {
  if (ids.length === 0) return [];
  const items = await describeEc2(context, "DescribeSubnets", "subnetSet", numbered("SubnetId", ids));
  return items.map((item) => ({
    id: textAt(item, "subnetId") ?? "",
    vpc: textAt(item, "vpcId") ?? "",
    zone: textAt(item, "availabilityZone") ?? "",
    zoneId: textAt(item, "availabilityZoneId") ?? "",
  }));
}

/** The zones of subnets, each once, in order. */
export function zonesOf(subnets: readonly Subnet[]): readonly string[] {
  return [...new Set(subnets.map(({ zone }) => zone))].sort();
}
