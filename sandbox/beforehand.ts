import type { AccountSettings, Environment } from "../environments";
import { elementAt, textAt } from "./gateway/xml";
import { makeTrustedRoles } from "./identities";
import { ec2, type LocalAws, postXml } from "./local-aws";
import { VPC_ID_TAG } from "./moto";

/**
 * Makes what an account must have before the first apply, since its settings name it: roles that it trusts, a VPC and a hosted
 * zone that are there already.
 * @returns their names
 * @throws Failure when the local AWS refuses one
 */
export async function makeBeforehand(
  settings: AccountSettings | Environment,
  endpoint: string,
): Promise<readonly string[]> {
  const made = [...(await makeTrustedRoles(settings, endpoint))];
  if (!isEnvironment(settings)) return made;
  const { network, edge, region } = settings;
  const aws = { endpoint, region };
  if (network.vpc !== "created") {
    await makeVpc(aws, network.vpc, network.cidr);
    made.push(network.vpc);
  }
  if (edge.zone.kind === "looked-up") {
    await makeHostedZone(aws, edge.zone.name);
    made.push(edge.zone.name);
  }
  return made;
}

function isEnvironment(settings: AccountSettings | Environment): settings is Environment {
  return "network" in settings;
}

/** Makes a VPC as another team would, with host names and an internet gateway. */
async function makeVpc(aws: LocalAws, id: string, cidr: string): Promise<void> {
  await ec2(aws, {
    Action: "CreateVpc",
    CidrBlock: cidr,
    "TagSpecification.1.ResourceType": "vpc",
    "TagSpecification.1.Tag.1.Key": VPC_ID_TAG,
    "TagSpecification.1.Tag.1.Value": id,
  });
  await ec2(aws, { Action: "ModifyVpcAttribute", VpcId: id, "EnableDnsHostnames.Value": "true" });
  const gateway = elementAt(await ec2(aws, { Action: "CreateInternetGateway" }), "internetGateway");
  const InternetGatewayId = textAt(gateway, "internetGatewayId") ?? "";
  await ec2(aws, { Action: "AttachInternetGateway", VpcId: id, InternetGatewayId });
}

async function makeHostedZone(aws: LocalAws, name: string): Promise<void> {
  const body =
    '<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/">' +
    `<Name>${name}</Name><CallerReference>sandbox</CallerReference></CreateHostedZoneRequest>`;
  await postXml(aws, "route53", "/2013-04-01/hostedzone", body);
}
