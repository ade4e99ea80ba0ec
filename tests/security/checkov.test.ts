import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { helmTemplate } from "../../gitops/checks/kubernetes/helm";
import type { ServiceValues } from "../../gitops/checks/service-values";
import { GitopsTree } from "../../gitops/checks/tree";
import { PROJECT } from "../../scripts/synth";
import { readAcceptances, riskProblems } from "../../security/acceptances";
import { Checkov, verdictOf } from "../../security/checkov";
import { COMMIT, SERVICE_CHART } from "../gitops/fixture";
import { fakePrograms, temporaryFolder } from "../sandbox/support";

const signal = new AbortController().signal;
const summary = { passed: 3, failed: 1, parsing_errors: 0, resource_count: 2 };

describe("a report of Checkov", () => {
  it("tells what failed, and how much passed", () => {
    const check = { check_id: "CKV_AWS_18", check_name: "Log access", resource: "aws_s3_bucket.a", guideline: null };
    expect(verdictOf(JSON.stringify({ summary, results: { failed_checks: [check] } }), "plan.json")).toEqual({
      passed: 3,
      failed: [{ id: "CKV_AWS_18", name: "Log access", resource: "aws_s3_bucket.a" }],
    });
  });

  it.each([
    [{ passed: 0, failed: 0 }, '"nothing"'],
    [{ summary: { ...summary, parsing_errors: 1 } }, '"parsing_errors":1'],
    [{ summary: { ...summary, resource_count: 0 } }, '"resource_count":0'],
  ])("is refused when nothing was judged: %j", (report, got) => {
    const read = () => verdictOf(JSON.stringify(report), "plan.json");
    expect(read).toThrow("checkov: must find something to judge in plan.json, got ");
    expect(read).toThrow(got);
  });
});

describe("where Checkov cannot be installed", () => {
  const offline = () => ({
    PATH: fakePrograms({ python3: "echo broken >&2; exit 1" }),
    XDG_CACHE_HOME: temporaryFolder(),
  });
  const message = "checkov: must have a Python that runs, got: broken; install Python 3.11 or newer";

  it("CI fails", async () => {
    await expect(Checkov.installOrNotice({ ...offline(), CI: "true" }, signal)).rejects.toThrow(message);
  });

  it("everyone else is told", async () => {
    expect(await Checkov.installOrNotice(offline(), signal)).toBe(
      `${message}; nothing is judged by it here, and CI will fail`,
    );
  });
});

it("every service's chart in every environment passes, but for what is accepted", async () => {
  const checkov = await Checkov.installOrNotice(process.env, signal);
  if (typeof checkov === "string") {
    console.warn(checkov);
    return;
  }
  const tree = new GitopsTree(PROJECT);
  const manifests = tree.deployments().flatMap((deployment) => {
    // With a release: without one there are no pods to judge.
    const values: ServiceValues = { ...tree.values(deployment), image: { tag: COMMIT } };
    return helmTemplate(SERVICE_CHART, values, { release: deployment.service, namespace: String(values.namespace) });
  });
  const file = join(temporaryFolder(), "services.yaml");
  writeFileSync(file, manifests.map((manifest) => stringify(manifest)).join("---\n"));
  const { failed, passed } = await checkov.judge(file, "kubernetes");
  expect(riskProblems("services", failed, readAcceptances(), new Date().toISOString().slice(0, 10))).toEqual([]);
  expect(passed).toBeGreaterThan(500);
});
