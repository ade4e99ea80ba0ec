import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Construct } from "constructs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Alarm, countOf, minutes } from "../../modules/alerting";
import { anyOf, Composite, raised, replaceWithParts } from "../../modules/monitoring/alarms/incidents";
import { TerraformRoot } from "../../scripts/terraform-root";
import { Root } from "../../stacks/root";
import { synthesize } from "../../stacks/synthesize";
import { ACCOUNT, BUCKET, ROOT_SETTINGS, request, startWorkbench, temporaryFolder, type Workbench } from "./support";

// Alarms of a running environment that go, come and get other names, which AWS refuses in the wrong order.

/** An incident over the alarms of services, and another behind it. */
class AlarmsRoot extends Root {
  constructor(scope: Construct, services: readonly string[], prefix: string) {
    super(scope, "alarms", ROOT_SETTINGS);
    const topic = { arn: `arn:aws:sns:us-east-1:${ACCOUNT}:critical` };
    const alarms = services.map(
      (service) =>
        new Alarm(this, service, {
          name: `${prefix}-${service}`,
          topics: [],
          spec: {
            meaning: "It is down.",
            runbook: "targets",
            signal: { namespace: "LMS", name: "Up", statistic: "Minimum", dimensions: { Service: service } },
            range: countOf("pods"),
            threshold: { below: 1 },
            window: minutes(1),
            missingData: "silent-when-dead",
            incident: "none",
          },
        }),
    );
    const common = {
      meaning: "It is down.",
      runbook: "incident-site",
      topic,
      rule: anyOf(alarms.map(raised)),
    } as const;
    const site = new Composite(this, "site", { ...common, behind: "none", name: `${prefix}-site` });
    const other = new Composite(this, "other", { ...common, behind: site, name: `${prefix}-other` });
    replaceWithParts(this, "parts", [site, other], alarms);
  }
}

let bench: Workbench;

beforeAll(async () => {
  bench = await startWorkbench();
  await request(bench.emulator, "s3", "PUT", `/${BUCKET}`);
});

afterAll(() => bench.emulator.stop());

/** The root as it would be synthesized, in the folder of the one that runs. */
function put(folder: string, services: readonly string[], prefix = "lms"): TerraformRoot {
  const { outdir, problems } = synthesize(() => [(app) => new AlarmsRoot(app, services, prefix)], temporaryFolder());
  expect(problems).toEqual([]);
  writeFileSync(join(folder, "cdk.tf.json"), readFileSync(join(outdir, "stacks", "alarms", "cdk.tf.json"), "utf8"));
  return new TerraformRoot(bench.terraform, "alarms", folder);
}

test("alarms of an incident go, come and get other names", async () => {
  const folder = temporaryFolder();
  const apply = async (services: readonly string[], prefix?: string) => {
    const root = put(folder, services, prefix);
    await root.init();
    await root.plan();
    await root.apply();
    expect((await root.plan()).empty).toBe(true);
  };
  await apply(["web", "courses"]);
  await apply(["web"]);
  await apply(["web", "identity"]);
  await apply(["web", "identity"], "other");
});
