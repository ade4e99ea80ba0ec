import { afterAll, beforeAll, expect, it } from "vitest";
import { makeBeforehand } from "../../sandbox/beforehand";
import type { Emulator } from "../../sandbox/emulator-process";
import { ec2 } from "../../sandbox/local-aws";
import { dev } from "../support/environments";
import { request, startEmulator } from "./support";

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator(dev.account);
});
afterAll(() => emulator.stop());

it("makes the VPC and the hosted zone that are there already, and nothing else", async () => {
  const network = { ...dev.network, vpc: "vpc-0a1b2c3d4e5f60718", cidr: "10.1.0.0/16" };
  const edge = { ...dev.edge, zone: { kind: "looked-up", name: "example.com" } } as const;
  expect(await makeBeforehand(dev, emulator.endpoint)).toEqual([]);
  expect(await makeBeforehand({ ...dev, network, edge }, emulator.endpoint)).toEqual([
    "vpc-0a1b2c3d4e5f60718",
    "example.com",
  ]);

  const ask = async (Action: string) =>
    JSON.stringify(await ec2({ endpoint: emulator.endpoint, region: dev.region }, { Action }));
  const vpcs = await ask("DescribeVpcs");
  expect(vpcs).toContain("vpc-0a1b2c3d4e5f60718");
  expect(vpcs).toContain("10.1.0.0/16");
  expect(await ask("DescribeInternetGateways")).toContain("vpc-0a1b2c3d4e5f60718");
  const zones = await request(emulator, "route53", "GET", "/2013-04-01/hostedzone");
  expect(await zones.text()).toContain("<Name>example.com.</Name>");
});
