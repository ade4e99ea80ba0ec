import { DataAwsEc2ManagedPrefixList } from "@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list";
import type { App } from "cdktf";
import { expect, it } from "vitest";
import { allowFromPrefixList, SecurityGroup } from "../../../modules/vpc/security-groups";
import { Root } from "../../../stacks/root";
import { dev } from "../../support/environments";
import { synthesizeRoots } from "../../support/synthesized";

class GroupRoot extends Root {
  constructor(app: App) {
    super(app, "dev-group", dev);
    const group = new SecurityGroup(this, "group", { vpcId: "vpc-1", name: "lms-dev-group", description: "A group" });
    const cloudfront = new DataAwsEc2ManagedPrefixList(this, "cloudfront", { name: "com.amazonaws.global.cloudfront" });
    allowFromPrefixList(group, cloudfront, 443, "CloudFront");
    allowFromPrefixList(group, cloudfront, 8443, "CloudFront on another port");
  }
}

it("opens a port to the addresses of a prefix list, and nothing else", () => {
  const [root] = synthesizeRoots([(app) => new GroupRoot(app)]).values();
  const rule = (port: number, description: string) => ({
    security_group_id: "$" + "{aws_security_group.group.id}",
    prefix_list_id: "$" + "{data.aws_ec2_managed_prefix_list.cloudfront.id}",
    ip_protocol: "tcp",
    from_port: port,
    to_port: port,
    description,
  });
  expect(root?.resources("aws_vpc_security_group_ingress_rule")).toEqual({
    group_from_cloudfront_443: rule(443, "CloudFront"),
    group_from_cloudfront_8443: rule(8443, "CloudFront on another port"),
  });
  expect(root?.resources("aws_vpc_security_group_egress_rule")).toEqual({});
});
