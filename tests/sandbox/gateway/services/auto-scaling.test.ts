import { beforeEach, describe, expect, it } from "vitest";
import { useSandbox } from "../support";
import { createCluster, eks } from "./eks/support";

const sandbox = useSandbox();
const scaling = async (form: Record<string, string>) => (await sandbox.query("autoscaling", form)).text;
const GROUPS = "/clusters/lms/node-groups";

describe("the Auto Scaling group of a node group", () => {
  let name = "";

  beforeEach(async () => {
    await createCluster(sandbox);
    for (const operation of ["CreateLaunchTemplate", "CreateAutoScalingGroup"])
      sandbox.moto.xml(operation, "<Response/>");
    const created = await eks(sandbox, `POST ${GROUPS}`, {
      nodegroupName: "general",
      nodeRole: "arn:aws:iam::111111111111:role/node",
      subnets: ["subnet-1"],
      scalingConfig: { minSize: 1, desiredSize: 3, maxSize: 9 },
    });
    const { nodegroup } = created.json as {
      nodegroup: { resources: { autoScalingGroups: [{ name: string }] } };
    };
    name = nodegroup.resources.autoScalingGroups[0].name;
    const member = (group: string) =>
      `<member><AutoScalingGroupName>${group}</AutoScalingGroupName><MinSize>0</MinSize><DesiredCapacity>0</DesiredCapacity></member>`;
    sandbox.moto.xml(
      "DescribeAutoScalingGroups",
      `<DescribeAutoScalingGroupsResponse><DescribeAutoScalingGroupsResult><AutoScalingGroups>${member(name)}${member("other")}` +
        "</AutoScalingGroups></DescribeAutoScalingGroupsResult></DescribeAutoScalingGroupsResponse>",
    );
  });

  it("has the sizes that EKS knows, where moto has no instances", async () => {
    const text = await scaling({ Action: "DescribeAutoScalingGroups" });
    expect(text).toContain(`${name}</AutoScalingGroupName><MinSize>1</MinSize><DesiredCapacity>3</DesiredCapacity>`);
    expect(text).toContain("other</AutoScalingGroupName><MinSize>0</MinSize><DesiredCapacity>0</DesiredCapacity>");
  });

  it("is resized by the Cluster Autoscaler, and EKS follows", async () => {
    await scaling({ Action: "SetDesiredCapacity", AutoScalingGroupName: name, DesiredCapacity: "7" });
    expect(await scaling({ Action: "DescribeAutoScalingGroups" })).toContain("<DesiredCapacity>7</DesiredCapacity>");
    expect((await eks(sandbox, `GET ${GROUPS}/general`)).json).toMatchObject({
      nodegroup: { scalingConfig: { minSize: 1, desiredSize: 7, maxSize: 9 } },
    });
    expect(sandbox.moto.operations).not.toContain("SetDesiredCapacity");
  });

  it("is moto's where it belongs to no node group", async () => {
    sandbox.moto.xml("SetDesiredCapacity", "<Response/>");
    await scaling({ Action: "SetDesiredCapacity", AutoScalingGroupName: "other", DesiredCapacity: "7" });
    expect(sandbox.moto.operations).toContain("SetDesiredCapacity");
  });
});
