import { ACCOUNTS, type Account } from "../../../../sandbox/gateway/judgement/account";
import { ServiceModels } from "../../../../sandbox/gateway/judgement/service-models";
import { findModels, findMoto } from "../../../../sandbox/moto";
import { type Sandbox, useSandbox } from "../support";

let found: Promise<string> | undefined;

/** The folder of AWS's models, looked for once. */
export function modelsFolder(): Promise<string> {
  const { signal } = new AbortController();
  found ??= findMoto(process.env, signal).then((python) => findModels(python, process.env, signal));
  return found;
}

/** AWS's own models. */
export async function awsModels(): Promise<ServiceModels> {
  return new ServiceModels(await modelsFolder());
}

/** A fresh sandbox for each test that refuses what AWS refuses, to an account that was prepared or is otherwise. */
export function useJudgingSandbox(differences: Partial<Account> = {}): Sandbox {
  return useSandbox(async () => ({
    judgement: { models: await modelsFolder(), owner: { ...ACCOUNTS.prepared, takenBuckets: [], ...differences } },
  }));
}

/** An answer of EC2 that lists elements. */
export function ec2List(action: string, list: string, items: readonly string[]): string {
  const content = items.map((item) => `<item>${item}</item>`).join("");
  return `<${action}Response><${list}>${content}</${list}></${action}Response>`;
}

/** An answer of the query protocol that lists elements. */
export function queryList(action: string, list: string, members: readonly string[], member = "member"): string {
  const content = members.map((item) => `<${member}>${item}</${member}>`).join("");
  return `<${action}Response><${action}Result><${list}>${content}</${list}></${action}Result></${action}Response>`;
}

/** Subnets as EC2 describes them. */
export function describedSubnets(subnets: readonly (readonly [id: string, zone: string, vpc?: string])[]): string {
  return ec2List(
    "DescribeSubnets",
    "subnetSet",
    subnets.map(
      ([id, zone, vpc = "vpc-1"]) =>
        `<subnetId>${id}</subnetId><vpcId>${vpc}</vpcId><availabilityZone>${zone}</availabilityZone>` +
        `<availabilityZoneId>${ZONE_IDS[zone] ?? "use1-az6"}</availabilityZoneId>`,
    ),
  );
}

const ZONE_IDS: Readonly<Record<string, string>> = {
  "us-east-1a": "use1-az6",
  "us-east-1b": "use1-az1",
  "us-east-1c": "use1-az2",
  "us-east-1e": "use1-az3",
};

/** What moto answers where nothing has network interfaces. */
export function noNetworkUsers(sandbox: Sandbox): void {
  sandbox.moto.xml("DescribeNatGateways", ec2List("DescribeNatGateways", "natGatewaySet", []));
  sandbox.moto.xml("DescribeVpcEndpoints", ec2List("DescribeVpcEndpoints", "vpcEndpointSet", []));
  sandbox.moto.xml("DescribeLoadBalancers", queryList("DescribeLoadBalancers", "LoadBalancers", []));
  sandbox.moto.xml("DescribeDBClusters", queryList("DescribeDBClusters", "DBClusters", []));
}
