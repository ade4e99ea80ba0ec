import { describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const ec2 = (form: Record<string, string>) => sandbox.query("ec2", form);

const rule = (id: string, ports: string, peer: string, description = "") =>
  `<item><securityGroupRuleId>${id}</securityGroupRuleId>${ports}${peer}${description}</item>`;
const HTTPS = "<ipProtocol>tcp</ipProtocol><fromPort>443</fromPort><toPort>443</toPort>";
const ALL = "<ipProtocol>-1</ipProtocol><fromPort>-1</fromPort><toPort>-1</toPort>";
const GROUP = "<referencedGroupInfo><groupId>sg-2</groupId></referencedGroupInfo>";
const PREFIX_LIST = "<prefixListId>pl-1</prefixListId>";
const RANGE = "<cidrIpv4>10.0.0.0/16</cidrIpv4>";
const answer = (operation: string, ...rules: string[]) =>
  `<${operation}Response><securityGroupRuleSet>${rules.join("")}</securityGroupRuleSet></${operation}Response>`;
const ERROR = "<Response><Errors><Error><Code>Bad</Code><Message>no</Message></Error></Errors></Response>";

describe("the description of a security group rule", () => {
  it("is kept where the peer is a group", async () => {
    sandbox.moto.xml(
      "AuthorizeSecurityGroupIngress",
      answer("AuthorizeSecurityGroupIngress", rule("sgr-1", HTTPS, GROUP)),
    );
    sandbox.moto.xml(
      "DescribeSecurityGroupRules",
      answer("DescribeSecurityGroupRules", rule("sgr-1", HTTPS, GROUP), rule("sgr-2", ALL, RANGE)),
    );
    const authorized = await ec2({
      Action: "AuthorizeSecurityGroupIngress",
      GroupId: "sg-1",
      "IpPermissions.1.IpProtocol": "tcp",
      "IpPermissions.1.FromPort": "443",
      "IpPermissions.1.ToPort": "443",
      "IpPermissions.1.Groups.1.GroupId": "sg-2",
      "IpPermissions.1.Groups.1.Description": "from the app",
    });
    const described = rule("sgr-1", HTTPS, GROUP, "<description>from the app</description>");
    expect(authorized.text).toBe(answer("AuthorizeSecurityGroupIngress", described));
    expect((await ec2({ Action: "DescribeSecurityGroupRules" })).text).toBe(
      answer("DescribeSecurityGroupRules", described, rule("sgr-2", ALL, RANGE)),
    );
  });

  it("is kept where the peer is a prefix list and all ports are open", async () => {
    sandbox.moto.xml(
      "AuthorizeSecurityGroupEgress",
      answer("AuthorizeSecurityGroupEgress", rule("sgr-1", ALL, PREFIX_LIST)),
    );
    const authorized = await ec2({
      Action: "AuthorizeSecurityGroupEgress",
      "IpPermissions.1.IpProtocol": "-1",
      "IpPermissions.1.PrefixListIds.1.PrefixListId": "pl-1",
      "IpPermissions.1.PrefixListIds.1.Description": "to S3",
    });
    expect(authorized.text).toBe(
      answer("AuthorizeSecurityGroupEgress", rule("sgr-1", ALL, PREFIX_LIST, "<description>to S3</description>")),
    );
  });

  it("is kept where every protocol is open, whatever ports the request names", async () => {
    const noPorts = "<ipProtocol>-1</ipProtocol>";
    sandbox.moto.xml(
      "AuthorizeSecurityGroupEgress",
      answer("AuthorizeSecurityGroupEgress", rule("sgr-1", noPorts, GROUP)),
    );
    const authorized = await ec2({
      Action: "AuthorizeSecurityGroupEgress",
      "IpPermissions.1.IpProtocol": "-1",
      "IpPermissions.1.FromPort": "0",
      "IpPermissions.1.ToPort": "0",
      "IpPermissions.1.Groups.1.GroupId": "sg-2",
      "IpPermissions.1.Groups.1.Description": "among members",
    });
    expect(authorized.text).toBe(
      answer("AuthorizeSecurityGroupEgress", rule("sgr-1", noPorts, GROUP, "<description>among members</description>")),
    );
  });

  it("belongs to the ports that it was given for", async () => {
    const plain = answer("AuthorizeSecurityGroupIngress", rule("sgr-1", ALL, GROUP));
    sandbox.moto.xml("AuthorizeSecurityGroupIngress", plain);
    const authorized = await ec2({
      Action: "AuthorizeSecurityGroupIngress",
      "IpPermissions.1.IpProtocol": "tcp",
      "IpPermissions.1.FromPort": "443",
      "IpPermissions.1.ToPort": "443",
      "IpPermissions.1.Groups.1.GroupId": "sg-2",
      "IpPermissions.1.Groups.1.Description": "from the app",
    });
    expect(authorized.text).toBe(plain);
  });

  it("changes and goes with ModifySecurityGroupRules", async () => {
    sandbox.moto.xml(
      "ModifySecurityGroupRules",
      "<ModifySecurityGroupRulesResponse><return>true</return></ModifySecurityGroupRulesResponse>",
    );
    sandbox.moto.xml("DescribeSecurityGroupRules", answer("DescribeSecurityGroupRules", rule("sgr-1", HTTPS, GROUP)));
    const modify = { Action: "ModifySecurityGroupRules", "SecurityGroupRule.1.SecurityGroupRuleId": "sgr-1" };
    await ec2({ ...modify, "SecurityGroupRule.1.SecurityGroupRule.Description": "new" });
    expect((await ec2({ Action: "DescribeSecurityGroupRules" })).text).toBe(
      answer("DescribeSecurityGroupRules", rule("sgr-1", HTTPS, GROUP, "<description>new</description>")),
    );
    await ec2({ ...modify, "SecurityGroupRule.1.SecurityGroupRule.IpProtocol": "tcp" });
    expect((await ec2({ Action: "DescribeSecurityGroupRules" })).text).toBe(
      answer("DescribeSecurityGroupRules", rule("sgr-1", HTTPS, GROUP)),
    );
  });

  it.each([
    "AuthorizeSecurityGroupIngress",
    "AuthorizeSecurityGroupEgress",
    "ModifySecurityGroupRules",
    "DescribeSecurityGroupRules",
  ])("does not hide an error of %s", async (operation) => {
    sandbox.moto.xml(operation, ERROR, 400);
    expect(await ec2({ Action: operation })).toEqual({ status: 400, text: ERROR });
  });
});
