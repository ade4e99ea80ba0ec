import { type Form, formRecords } from "../request";
import { correctXml, type Handler } from "../service";
import { Kind } from "../store";
import { elementAt, elementsAt, textAt, type XmlElement } from "../xml";

const descriptions = new Kind<string>("description of a security group rule, by rule id");

/** Moto keeps the description of a rule whose peer is an address range only, not of one whose peer is a group or a prefix list. */
export const securityGroupRules: Readonly<Record<string, Handler>> = {
  AuthorizeSecurityGroupIngress: rememberDescriptions("AuthorizeSecurityGroupIngressResponse"),
  AuthorizeSecurityGroupEgress: rememberDescriptions("AuthorizeSecurityGroupEgressResponse"),

  ModifySecurityGroupRules: correctXml((_document, request, context) => {
    for (const rule of formRecords(request.form, "SecurityGroupRule.")) {
      const description = rule["SecurityGroupRule.Description"];
      const id = rule.SecurityGroupRuleId ?? "";
      if (description === undefined) context.remembered(descriptions).delete(id);
      else context.remembered(descriptions).set(id, description);
    }
  }),

  DescribeSecurityGroupRules: correctXml((document, _request, context) => {
    for (const rule of rulesOf(document, "DescribeSecurityGroupRulesResponse")) {
      const description = context.remembered(descriptions).get(textAt(rule, "securityGroupRuleId") ?? "");
      if (description !== undefined) rule.description = description;
    }
  }),
};

function rememberDescriptions(response: string): Handler {
  return correctXml((document, request, context) => {
    const described = describedPeers(request.form);
    for (const rule of rulesOf(document, response)) {
      const description = described.get(peerOf(rule));
      if (description === undefined) continue;
      rule.description = description;
      context.remembered(descriptions).set(textAt(rule, "securityGroupRuleId") ?? "", description);
    }
  });
}

/** The descriptions of the groups and prefix lists in the request, by protocol, ports and peer. */
function describedPeers(form: Form): Map<string, string> {
  const described = new Map<string, string>();
  for (const permission of formRecords(form, "IpPermissions.")) {
    const peers = [...formRecords(permission, "Groups."), ...formRecords(permission, "PrefixListIds.")];
    for (const { GroupId, PrefixListId, Description } of peers) {
      const key = peerKey(permission.IpProtocol, permission.FromPort, permission.ToPort, GroupId ?? PrefixListId);
      if (Description !== undefined) described.set(key, Description);
    }
  }
  return described;
}

function peerOf(rule: XmlElement): string {
  const peer = textAt(elementAt(rule, "referencedGroupInfo"), "groupId") ?? textAt(rule, "prefixListId");
  return peerKey(textAt(rule, "ipProtocol"), textAt(rule, "fromPort"), textAt(rule, "toPort"), peer);
}

/** A rule for every protocol has no ports, however the two sides write that. */
function peerKey(protocol = "-1", fromPort = "-1", toPort = "-1", peer = ""): string {
  return protocol === "-1" ? `${protocol} ${peer}` : [protocol, fromPort, toPort, peer].join(" ");
}

function rulesOf(document: XmlElement, response: string): XmlElement[] {
  return elementsAt(elementAt(document, response, "securityGroupRuleSet"), "item");
}
