import type { LockedConfiguration } from "./stateful";

/** The VPC of a root's network: `created` where the root makes it, the id of one that was there already, undefined without a network. */
export function vpcOf({ resource, data }: LockedConfiguration): string | undefined {
  const found = data?.aws_vpc?.network_vpc?.id;
  return resource?.aws_vpc?.network_vpc === undefined ? (found as string | undefined) : "created";
}

/**
 * Finds that a network would move to another VPC, whose id only a data source has: Terraform would replace all that is in it,
 * which AWS refuses in the middle of an apply.
 * @param before the VPC that it is in, as a lock holds it
 */
export function vpcProblems(root: string, before: string | undefined, configuration: LockedConfiguration): string[] {
  const now = vpcOf(configuration);
  if (before === undefined || now === undefined || now === before) return [];
  return [
    `${root}: network.vpc must stay ${before}, got ${now}: all that is in it would be replaced; ` +
      "take the edit back, and make a new environment beside it",
  ];
}
