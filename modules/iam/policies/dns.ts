import type { PolicyStatement } from "../../foundation/policy-document";
import type { ZoneScope } from "./scope";

/**
 * Policy of cert-manager: answer DNS-01 challenges in the environment's zone, TXT records named `_acme-challenge.*`.
 * Its issuer must name the zone's id: looking the zone up by name would take a list of all zones.
 * @see https://cert-manager.io/docs/configuration/acme/dns01/route53/
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html
 */
export function certManager({ hostedZoneArn }: ZoneScope): PolicyStatement[] {
  return [
    {
      Sid: "FollowChange",
      Effect: "Allow",
      Action: ["route53:GetChange"],
      // A change's id is only known once it is made.
      Resource: ["arn:aws:route53:::change/*"],
    },
    { Sid: "ReadZone", Effect: "Allow", Action: ["route53:ListResourceRecordSets"], Resource: [hostedZoneArn] },
    {
      Sid: "AnswerChallenges",
      Effect: "Allow",
      Action: ["route53:ChangeResourceRecordSets"],
      Resource: [hostedZoneArn],
      Condition: {
        "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"] },
        "ForAllValues:StringLike": { "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["_acme-challenge.*"] },
      },
    },
  ];
}

/**
 * Policy of ExternalDNS: change the address, alias and ownership records of the environment's zone. It cannot touch NS, SOA,
 * MX or CAA records, which are not its own.
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/
 */
export function externalDns({ hostedZoneArn }: ZoneScope): PolicyStatement[] {
  return [
    {
      Sid: "FindZone",
      Effect: "Allow",
      Action: ["route53:ListHostedZones", "route53:ListHostedZonesByName"],
      Resource: "*",
    },
    {
      Sid: "ReadZone",
      Effect: "Allow",
      Action: ["route53:ListResourceRecordSets", "route53:ListTagsForResource", "route53:ListTagsForResources"],
      Resource: [hostedZoneArn],
    },
    {
      Sid: "ChangeRecords",
      Effect: "Allow",
      Action: ["route53:ChangeResourceRecordSets"],
      Resource: [hostedZoneArn],
      Condition: {
        "ForAllValues:StringEquals": {
          "route53:ChangeResourceRecordSetsRecordTypes": ["A", "AAAA", "CNAME", "TXT"],
        },
      },
    },
  ];
}
