import { describe, expect, it } from "vitest";
import { describedSubnets, queryList, useJudgingSandbox } from "../support";

const sandbox = useJudgingSandbox();
const call = async (Action: string, form: Record<string, string>) =>
  (await sandbox.query("elasticloadbalancing", { Action, ...form })).text;
const answer = (action: string) => sandbox.moto.xml(action, `<${action}Response/>`);

describe("a load balancer", () => {
  it("is in two zones, and has a name of 32 characters at most", async () => {
    answer("CreateLoadBalancer");
    const create = (Name: string) =>
      call("CreateLoadBalancer", { Name, "Subnets.member.1": "subnet-1", "Subnets.member.2": "subnet-2" });
    sandbox.moto.xml(
      "DescribeSubnets",
      describedSubnets([
        ["subnet-1", "us-east-1a"],
        ["subnet-2", "us-east-1b"],
      ]),
    );
    expect(await create("l".repeat(32))).toBe("<CreateLoadBalancerResponse/>");
    expect(await create("l".repeat(33))).toContain("cannot be longer than '32' characters");
    sandbox.moto.xml(
      "DescribeSubnets",
      describedSubnets([
        ["subnet-1", "us-east-1a"],
        ["subnet-2", "us-east-1a"],
      ]),
    );
    expect(await create("lms")).toContain(
      "<Code>ValidationError</Code><Message>At least two subnets in two different Availability Zones must be specified</Message>",
    );
  });

  it("cannot leave its VPC", async () => {
    answer("SetSubnets");
    sandbox.moto.xml(
      "DescribeLoadBalancers",
      queryList("DescribeLoadBalancers", "LoadBalancers", ["<VpcId>vpc-1</VpcId>"]),
    );
    const form = { LoadBalancerArn: "arn:lb", "Subnets.member.1": "subnet-1" };
    sandbox.moto.xml("DescribeSubnets", describedSubnets([["subnet-1", "us-east-1a"]]));
    expect(await call("SetSubnets", form)).toBe("<SetSubnetsResponse/>");
    sandbox.moto.xml("DescribeSubnets", describedSubnets([["subnet-1", "us-east-1a", "vpc-2"]]));
    expect(await call("SetSubnets", form)).toContain(
      "<Code>InvalidConfigurationRequest</Code><Message>The subnets must be in the VPC vpc-1 of 'arn:lb'</Message>",
    );
  });

  it("cannot be deleted while it is protected", async () => {
    answer("DeleteLoadBalancer");
    const attributes = (value: string) =>
      queryList("DescribeLoadBalancerAttributes", "Attributes", [
        `<Key>deletion_protection.enabled</Key><Value>${value}</Value>`,
      ]);
    sandbox.moto.xml("DescribeLoadBalancerAttributes", attributes("true"));
    expect(await call("DeleteLoadBalancer", { LoadBalancerArn: "arn:lb" })).toContain(
      "<Code>OperationNotPermitted</Code><Message>Load balancer 'arn:lb' cannot be deleted because deletion protection is enabled</Message>",
    );
    sandbox.moto.xml("DescribeLoadBalancerAttributes", attributes("false"));
    expect(await call("DeleteLoadBalancer", { LoadBalancerArn: "arn:lb" })).toBe("<DeleteLoadBalancerResponse/>");
  });
});

describe("a listener", () => {
  const rules = (count: number) =>
    queryList("DescribeRules", "Rules", [
      "<IsDefault>true</IsDefault>",
      ...Array.from({ length: count }, () => "<IsDefault>false</IsDefault>"),
    ]);
  const create = (values: number) => {
    const listed = Array.from({ length: values }, (_, index) => [
      `Conditions.member.1.HttpHeaderConfig.Values.member.${index + 1}`,
      `secret-${index}`,
    ]);
    return call("CreateRule", {
      ListenerArn: "arn:listener",
      Priority: "1",
      "Actions.member.1.Type": "forward",
      "Conditions.member.1.Field": "http-header",
      ...Object.fromEntries(listed),
      "Conditions.member.2.Field": "path-pattern",
      "Conditions.member.2.PathPatternConfig.Values.member.1": "/api/*",
    });
  };

  it("has a hundred rules at most, beside the default one", async () => {
    answer("CreateRule");
    sandbox.moto.xml("DescribeRules", rules(99));
    expect(await create(1)).toBe("<CreateRuleResponse/>");
    sandbox.moto.xml("DescribeRules", rules(100));
    expect(await create(1)).toContain(
      "<Code>TooManyRules</Code><Message>The maximum number of rules on load balancer has been reached</Message>",
    );
  });

  it("has five values in the conditions of a rule at most", async () => {
    answer("CreateRule");
    sandbox.moto.xml("DescribeRules", rules(0));
    expect(await create(4)).toBe("<CreateRuleResponse/>");
    expect(await create(5)).toContain(
      "<Code>ValidationError</Code><Message>A rule can have a maximum of '5' condition values</Message>",
    );
  });
});
