import { objectAt, stringAt, stringsAt } from "../../json";
import type { Context } from "../../service";
import { clusters } from "../../services/eks/model";
import { replicationGroups, subnetGroups } from "../../services/elasticache/model";
import { elementAt, elementsAt, textAt, type XmlElement } from "../../xml";
import { describeEc2, describeQuery } from "../rule";

/** Something that has network interfaces in a VPC. */
export interface NetworkUser {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  /** Whether it has a public address. */
  readonly isPublic: boolean;
}

/** All that has network interfaces in the request's region. */
export async function networkUsers(context: Context): Promise<readonly NetworkUser[]> {
  const sources = [natGateways, endpoints, loadBalancers, databases];
  const found = await Promise.all(sources.map((source) => source(context)));
  return [...found.flat(), ...kubernetes(context), ...caches(context)];
}

async function natGateways(context: Context): Promise<NetworkUser[]> {
  const items = await describeEc2(context, "DescribeNatGateways", "natGatewaySet");
  const there = items.filter((item) => textAt(item, "state") !== "deleted");
  return there.map((item) => ({ subnets: [textAt(item, "subnetId") ?? ""], securityGroups: [], isPublic: true }));
}

async function endpoints(context: Context): Promise<NetworkUser[]> {
  const items = await describeEc2(context, "DescribeVpcEndpoints", "vpcEndpointSet");
  const there = items.filter((item) => textAt(item, "state") !== "deleted");
  return there.map((item) => ({
    subnets: texts(elementAt(item, "subnetIdSet").item),
    securityGroups: elementsAt(elementAt(item, "groupSet"), "item").map((group) => textAt(group, "groupId") ?? ""),
    isPublic: false,
  }));
}

async function loadBalancers(context: Context): Promise<NetworkUser[]> {
  const items = await describeQuery(context, "elasticloadbalancing", "DescribeLoadBalancers", "LoadBalancers");
  return items.map((item) => ({
    subnets: elementsAt(elementAt(item, "AvailabilityZones"), "member").map((zone) => textAt(zone, "SubnetId") ?? ""),
    securityGroups: texts(elementAt(item, "SecurityGroups").member),
    isPublic: textAt(item, "Scheme") === "internet-facing",
  }));
}

async function databases(context: Context): Promise<NetworkUser[]> {
  const found = await describeQuery(context, "rds", "DescribeDBClusters", "DBClusters", "DBCluster");
  if (found.length === 0) return [];
  const groups = await describeQuery(context, "rds", "DescribeDBSubnetGroups", "DBSubnetGroups", "DBSubnetGroup");
  return found.map((cluster) => {
    const group = groups.find((one) => textAt(one, "DBSubnetGroupName") === textAt(cluster, "DBSubnetGroup"));
    const memberships = elementsAt(elementAt(cluster, "VpcSecurityGroups"), "VpcSecurityGroupMembership");
    return {
      subnets: elementsAt(elementAt(group ?? {}, "Subnets"), "Subnet").map(
        (it) => textAt(it, "SubnetIdentifier") ?? "",
      ),
      securityGroups: memberships.map((membership) => textAt(membership, "VpcSecurityGroupId") ?? ""),
      isPublic: false,
    };
  });
}

function kubernetes(context: Context): NetworkUser[] {
  return [...context.remembered(clusters).values()].flatMap(({ description, nodeGroups }) => {
    const network = objectAt(description, "resourcesVpcConfig") ?? {};
    const own = stringAt(network, "clusterSecurityGroupId") ?? "";
    const controlPlane = {
      subnets: stringsAt(network, "subnetIds"),
      securityGroups: [own, ...stringsAt(network, "securityGroupIds")],
      isPublic: false,
    };
    const nodes = [...nodeGroups.values()].map((group) => ({
      subnets: stringsAt(group.description, "subnets"),
      securityGroups: [],
      isPublic: false,
    }));
    return [controlPlane, ...nodes];
  });
}

function caches(context: Context): NetworkUser[] {
  return [...context.remembered(replicationGroups).values()].map(({ settings, securityGroupIds }) => {
    const group = context.remembered(subnetGroups).get(settings.CacheSubnetGroupName ?? "");
    return { subnets: [...(group?.subnets.keys() ?? [])], securityGroups: securityGroupIds, isPublic: false };
  });
}

function texts(node: XmlElement[string]): string[] {
  return Array.isArray(node) ? node.filter((item) => typeof item === "string") : [];
}
