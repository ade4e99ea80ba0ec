import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { taggedLeftovers } from "../../sandbox/leftovers";
import { RootCycle } from "../../sandbox/root-cycle";
import { Interrupted } from "../../scripts/failure";
import { ACCOUNT, request, startWorkbench, type Workbench, writeRoot } from "./support";

let bench: Workbench;

beforeAll(async () => {
  bench = await startWorkbench();
  await request(bench.emulator, "s3", "PUT", "/state-of-the-test");
});

afterAll(() => bench.emulator.stop());

function cycleOf(name: string, resource: object, more: object = {}) {
  const { folder } = writeRoot(bench.terraform, name, resource, more);
  const lines: string[] = [];
  const line = (text: string) => lines.push(text.replace(/ +\d+\.\d s/, ""));
  return { folder, lines, cycle: new RootCycle(bench.terraform, { name, folder }, { status: () => {}, line }) };
}

test("a root is planned, applied, planned again and destroyed; what the code protects is refused first", async () => {
  // A bucket that is not empty can be destroyed only after an apply has set force_destroy.
  const bucket = { bucket: "kept", force_destroy: false, lifecycle: { prevent_destroy: true } };
  const outputs = { output: { bucket: { value: "kept" }, secret: { value: "s", sensitive: true } } };
  const { cycle, folder, lines } = cycleOf("whole", { aws_s3_bucket: { b: bucket } }, outputs);
  const synthesized = readFileSync(join(folder, "cdk.tf.json"), "utf8");
  await cycle.validate();
  const place = { endpoint: bench.emulator.endpoint, account: ACCOUNT, region: "us-east-1" };
  await cycle.apply({ place, python: "", signal: new AbortController().signal }, []);
  expect(cycle.result).toMatchObject({
    root: "whole",
    resources: 1,
    outputs: { bucket: "kept", secret: "(sensitive)" },
  });
  expect(await taggedLeftovers(bench.emulator.endpoint, "whole", ["us-east-1", "us-east-1"])).toEqual([
    "arn:aws:s3:::kept",
  ]);
  await request(bench.emulator, "s3", "PUT", "/kept/object", "content");
  await cycle.destroy(true, { endpoint: bench.emulator.endpoint, region: "us-east-1" });
  expect(lines).toEqual([
    "whole  validate",
    "whole  init",
    "whole  plan  1 to create, 0 to change, 0 to destroy",
    "whole  apply  1 created",
    "whole  at work  0 rights of services and roles",
    "whole  plan again  no changes",
    "whole  protection  a destroy is refused for 1 resources",
    "whole  release",
    "whole  destroy  1 destroyed",
  ]);
  expect(await taggedLeftovers(bench.emulator.endpoint, "whole", ["us-east-1"])).toEqual([]);
  expect(readFileSync(join(folder, "cdk.tf.json"), "utf8")).toBe(synthesized);
  expect(existsSync(join(folder, "release_override.tf.json"))).toBe(false);
});

test("a second plan that is not empty fails with the drift", async () => {
  const { cycle, folder } = cycleOf("drifts", { terraform_data: { t: { input: "a" } } });
  await cycle.root.init();
  await cycle.root.plan();
  await cycle.root.apply();
  const file = join(folder, "cdk.tf.json");
  writeFileSync(file, readFileSync(file, "utf8").replace('"input": "a"', '"input": "b"'));
  const planAgain = cycle.steps.run("plan again", () => cycle.planAgain());
  await expect(planAgain).rejects.toThrow(
    [
      "drifts: a second plan must change nothing, got:",
      "  terraform_data.t (update)",
      '    input: "a" -> "b"',
      '    output: "a" -> (known after apply)',
    ].join("\n"),
  );
});

test("a step that ends early says whether it failed or was stopped, with its time", async () => {
  const { cycle, lines } = cycleOf("early", {});
  await expect(cycle.steps.run("plan", () => Promise.reject(new Error("x")))).rejects.toThrow("x");
  await expect(cycle.steps.run("apply", () => Promise.reject(new Interrupted()))).rejects.toThrow("interrupted");
  expect(lines).toEqual(["early  plan  failed", "early  apply  stopped"]);
  expect(Object.keys(cycle.result.seconds)).toEqual(["plan", "apply"]);
});
