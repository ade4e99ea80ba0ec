import { describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const logs = (operation: string, parameters: unknown) => sandbox.json("logs", `Logs_20140328.${operation}`, parameters);

describe("log groups", () => {
  it("keep their class", async () => {
    sandbox.moto.json("CreateLogGroup", {});
    sandbox.moto.json("DescribeLogGroups", { logGroups: [{ logGroupName: "/a" }, { logGroupName: "/b" }] });
    await logs("CreateLogGroup", { logGroupName: "/a", logGroupClass: "INFREQUENT_ACCESS" });
    expect((await logs("DescribeLogGroups", {})).json).toEqual({
      logGroups: [
        { logGroupName: "/a", logGroupClass: "INFREQUENT_ACCESS" },
        { logGroupName: "/b", logGroupClass: "STANDARD" },
      ],
    });
  });

  it("have the class of their last creation", async () => {
    sandbox.moto.json("CreateLogGroup", {});
    sandbox.moto.json("DescribeLogGroups", { logGroups: [{ logGroupName: "/a" }] });
    await logs("CreateLogGroup", { logGroupName: "/a", logGroupClass: "INFREQUENT_ACCESS" });
    await logs("CreateLogGroup", { logGroupName: "/a" });
    expect((await logs("DescribeLogGroups", {})).json).toEqual({
      logGroups: [{ logGroupName: "/a", logGroupClass: "STANDARD" }],
    });
  });

  it("have no class if moto refuses them", async () => {
    sandbox.moto.json("CreateLogGroup", { __type: "ResourceAlreadyExistsException", message: "no" }, 400);
    sandbox.moto.json("DescribeLogGroups", { logGroups: [{ logGroupName: "/a" }] });
    expect((await logs("CreateLogGroup", { logGroupName: "/a", logGroupClass: "DELIVERY" })).status).toBe(400);
    expect((await logs("DescribeLogGroups", {})).json).toEqual({
      logGroups: [{ logGroupName: "/a", logGroupClass: "STANDARD" }],
    });
  });

  it("pass on the error of a look-up", async () => {
    sandbox.moto.json("DescribeLogGroups", { __type: "InvalidParameterException", message: "no" }, 400);
    expect((await logs("DescribeLogGroups", {})).status).toBe(400);
  });
});
