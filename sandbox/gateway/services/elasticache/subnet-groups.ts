import { type AwsRequest, formList } from "../../request";
import { AwsError } from "../../responses";
import type { Context, Handler } from "../../service";
import { elementAt, elementsAt, textAt, type XmlElement } from "../../xml";
import { answer, found, newTagged, replicationGroups, required, type SubnetGroup, subnetGroups } from "./model";

/** Subnet groups. @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CacheSubnetGroup.html */
export const subnetGroupOperations: Readonly<Record<string, Handler>> = {
  CreateCacheSubnetGroup: async (request, context) => {
    const name = required(request.form, "CacheSubnetGroupName").toLowerCase();
    const groups = context.remembered(subnetGroups);
    if (groups.has(name)) {
      throw new AwsError("CacheSubnetGroupAlreadyExists", `Cache subnet group ${name} already exists.`);
    }
    const group: SubnetGroup = {
      ...newTagged(request, context, `subnetgroup:${name}`),
      ...(await findSubnets(request, context)),
      name,
      description: required(request.form, "CacheSubnetGroupDescription"),
    };
    groups.set(name, group);
    return answer(request, { CacheSubnetGroup: describe(group) });
  },

  DescribeCacheSubnetGroups: (request, context) => {
    const named = request.form.CacheSubnetGroupName !== undefined;
    const groups = named ? [groupOf(request, context)] : [...context.remembered(subnetGroups).values()];
    return answer(request, { CacheSubnetGroups: { CacheSubnetGroup: groups.map(describe) } });
  },

  ModifyCacheSubnetGroup: async (request, context) => {
    const group = groupOf(request, context);
    if (formList(request.form, SUBNET_IDS).length > 0) Object.assign(group, await findSubnets(request, context));
    group.description = request.form.CacheSubnetGroupDescription ?? group.description;
    return answer(request, { CacheSubnetGroup: describe(group) });
  },

  DeleteCacheSubnetGroup: (request, context) => {
    const { name } = groupOf(request, context);
    const inUse = [...context.remembered(replicationGroups).values()].some(
      ({ settings }) => settings.CacheSubnetGroupName === name,
    );
    if (inUse) throw new AwsError("CacheSubnetGroupInUse", `Cache subnet group ${name} is currently in use.`);
    context.remembered(subnetGroups).delete(name);
    return answer(request, {});
  },
};

const SUBNET_IDS = "SubnetIds.SubnetIdentifier.";

/** @throws AwsError when a subnet does not exist, or when there is none. */
async function findSubnets({ form }: AwsRequest, context: Context): Promise<Pick<SubnetGroup, "subnets" | "vpcId">> {
  const ids = formList(form, SUBNET_IDS);
  if (ids.length === 0) throw new AwsError("InvalidParameterValue", "SubnetIds must be given");
  const asked = Object.fromEntries(ids.map((id, index) => [`SubnetId.${index + 1}`, id]));
  const document = await context.callQuery("ec2", { Action: "DescribeSubnets", Version: "2016-11-15", ...asked });
  const found = elementsAt(elementAt(document, "DescribeSubnetsResponse", "subnetSet"), "item");
  const zones = found.map((subnet): [string, string] => [
    textAt(subnet, "subnetId") ?? "",
    textAt(subnet, "availabilityZone") ?? "",
  ]);
  return { subnets: new Map(zones), vpcId: textAt(found[0] ?? {}, "vpcId") ?? "" };
}

function groupOf({ form }: AwsRequest, context: Context): SubnetGroup {
  const name = required(form, "CacheSubnetGroupName").toLowerCase();
  const message = `Cache subnet group ${name} does not exist.`;
  return found(context.remembered(subnetGroups).get(name), "CacheSubnetGroupNotFoundFault", message);
}

function describe({ name, description, vpcId, subnets, arn }: SubnetGroup): XmlElement {
  const Subnet = [...subnets].map(([id, zone]) => ({
    SubnetIdentifier: id,
    SubnetAvailabilityZone: { Name: zone },
    SupportedNetworkTypes: { member: ["ipv4"] },
  }));
  return {
    CacheSubnetGroupName: name,
    CacheSubnetGroupDescription: description,
    VpcId: vpcId,
    Subnets: { Subnet },
    SupportedNetworkTypes: { member: ["ipv4"] },
    ARN: arn,
  };
}
