import { isObject, type JsonObject } from "../../json";
import type { Call } from "../call";
import { all, any, arn, arnOf, each, on, type Rule, serviceTable } from "../table";

const AWS_WIDE = { region: "", account: "" };
const zone = arn("hostedzone/{zone}", AWS_WIDE);
const healthCheck = arn("healthcheck/{check}", AWS_WIDE);

/** @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html */
const changeRecords: Rule = async (call) => {
  const records = changedRecords(call);
  const context = {
    "route53:changeresourcerecordsetsrecordtypes": texts(records, "Type"),
    "route53:changeresourcerecordsetsnormalizedrecordnames": texts(records, "Name").map((name) =>
      name.toLowerCase().replace(/\.$/, ""),
    ),
  };
  return (await on(zone)(call)).map((need) => ({ ...need, context }));
};

function changedRecords(call: Call): JsonObject[] {
  return call
    .items("ChangeResourceRecordSetsRequest", "ChangeBatch", "Changes")
    .flatMap((change) => (isObject(change) && isObject(change.ResourceRecordSet) ? [change.ResourceRecordSet] : []));
}

function texts(records: readonly JsonObject[], field: string): string[] {
  return [...new Set(records.flatMap((record) => (typeof record[field] === "string" ? [record[field]] : [])))];
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53.html */
export const route53 = serviceTable(
  { name: "route53" },
  {
    // A private zone is made for a VPC that Route 53 looks up as the caller.
    CreateHostedZone: all(on(any), (call) =>
      call.text("CreateHostedZoneRequest", "VPC", "VPCId") === undefined
        ? []
        : [{ action: "ec2:DescribeVpcs", resource: "*", via: "route53" }],
    ),
    ...each(
      on(zone),
      "DeleteHostedZone",
      "GetDNSSEC",
      "GetHostedZone",
      "ListResourceRecordSets",
      "UpdateHostedZoneComment",
    ),
    CreateKeySigningKey: on((call) => [
      arnOf(
        call,
        `hostedzone/${call.required("CreateKeySigningKeyRequest", "HostedZoneId").split("/").at(-1)}`,
        AWS_WIDE,
      ),
    ]),
    ...each(
      on(zone),
      "ActivateKeySigningKey",
      "DeactivateKeySigningKey",
      "DeleteKeySigningKey",
      "DisableHostedZoneDNSSEC",
      "EnableHostedZoneDNSSEC",
    ),
    ChangeResourceRecordSets: changeRecords,
    GetChange: on(arn("change/{change}", AWS_WIDE)),
    CreateHealthCheck: on(any),
    ...each(on(healthCheck), "DeleteHealthCheck", "GetHealthCheck", "GetHealthCheckStatus", "UpdateHealthCheck"),
    ...each(on(arn("{type}/{id}", AWS_WIDE)), "ChangeTagsForResource", "ListTagsForResource"),
    ...each(on(any), "ListHealthChecks", "ListHostedZones", "ListHostedZonesByName"),
  },
  {
    "POST /2013-04-01/hostedzone": "CreateHostedZone",
    "GET /2013-04-01/hostedzone": "ListHostedZones",
    "GET /2013-04-01/hostedzonesbyname": "ListHostedZonesByName",
    "GET /2013-04-01/hostedzone/{zone}": "GetHostedZone",
    "POST /2013-04-01/hostedzone/{zone}": "UpdateHostedZoneComment",
    "DELETE /2013-04-01/hostedzone/{zone}": "DeleteHostedZone",
    "GET /2013-04-01/hostedzone/{zone}/dnssec": "GetDNSSEC",
    "POST /2013-04-01/hostedzone/{zone}/enable-dnssec": "EnableHostedZoneDNSSEC",
    "POST /2013-04-01/hostedzone/{zone}/disable-dnssec": "DisableHostedZoneDNSSEC",
    "POST /2013-04-01/keysigningkey": "CreateKeySigningKey",
    "POST /2013-04-01/keysigningkey/{zone}/{name}/activate": "ActivateKeySigningKey",
    "POST /2013-04-01/keysigningkey/{zone}/{name}/deactivate": "DeactivateKeySigningKey",
    "DELETE /2013-04-01/keysigningkey/{zone}/{name}": "DeleteKeySigningKey",
    "POST /2013-04-01/hostedzone/{zone}/rrset": "ChangeResourceRecordSets",
    "GET /2013-04-01/hostedzone/{zone}/rrset": "ListResourceRecordSets",
    "GET /2013-04-01/change/{change}": "GetChange",
    "POST /2013-04-01/healthcheck": "CreateHealthCheck",
    "GET /2013-04-01/healthcheck": "ListHealthChecks",
    "GET /2013-04-01/healthcheck/{check}": "GetHealthCheck",
    "GET /2013-04-01/healthcheck/{check}/status": "GetHealthCheckStatus",
    "POST /2013-04-01/healthcheck/{check}": "UpdateHealthCheck",
    "DELETE /2013-04-01/healthcheck/{check}": "DeleteHealthCheck",
    "GET /2013-04-01/tags/{type}/{id}": "ListTagsForResource",
    "POST /2013-04-01/tags/{type}/{id}": "ChangeTagsForResource",
  },
);
