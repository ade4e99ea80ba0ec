import { expect, it } from "vitest";
import { allow, ask, authorizerOf, query, rest } from "./account";

// What Terraform calls only when something that runs is edited.

const ZONE = "arn:aws:route53:::hostedzone/Z1";
const RULE = "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/lms/1/2";

it.each([
  [
    "the order of a listener's rules",
    "elasticloadbalancing:SetRulePriorities",
    [RULE, RULE.replace(/2$/, "3")],
    query("elasticloadbalancing", {
      Action: "SetRulePriorities",
      "RulePriorities.member.1.Priority": "10",
      "RulePriorities.member.1.RuleArn": RULE,
      "RulePriorities.member.2.Priority": "20",
      "RulePriorities.member.2.RuleArn": RULE.replace(/2$/, "3"),
    }),
  ],
  [
    "a key that signs a zone's keys",
    "route53:CreateKeySigningKey",
    [ZONE],
    rest(
      "route53",
      "POST /2013-04-01/keysigningkey",
      "<CreateKeySigningKeyRequest><HostedZoneId>/hostedzone/Z1</HostedZoneId></CreateKeySigningKeyRequest>",
    ),
  ],
  [
    "an active key",
    "route53:ActivateKeySigningKey",
    [ZONE],
    rest("route53", "POST /2013-04-01/keysigningkey/Z1/key/activate"),
  ],
  [
    "an idle key",
    "route53:DeactivateKeySigningKey",
    [ZONE],
    rest("route53", "POST /2013-04-01/keysigningkey/Z1/key/deactivate"),
  ],
  ["no such key", "route53:DeleteKeySigningKey", [ZONE], rest("route53", "DELETE /2013-04-01/keysigningkey/Z1/key")],
  [
    "a signed zone",
    "route53:EnableHostedZoneDNSSEC",
    [ZONE],
    rest("route53", "POST /2013-04-01/hostedzone/Z1/enable-dnssec"),
  ],
  [
    "an unsigned zone",
    "route53:DisableHostedZoneDNSSEC",
    [ZONE],
    rest("route53", "POST /2013-04-01/hostedzone/Z1/disable-dnssec"),
  ],
])("%s takes %s", async (_, action, resources, request) => {
  expect(await ask(await authorizerOf({ allowed: [allow(action, resources)] }), request)).toBe("allowed");
  for (const missing of resources) {
    const allowed = [allow(action, [...resources.filter((each) => each !== missing), "arn:aws:x:::other"])];
    expect(await ask(await authorizerOf({ allowed }), request)).toContain(
      `is not authorized to perform: ${action} on resource: ${missing}`,
    );
  }
});
