import type { Construct } from "constructs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RegionQuotas } from "../../modules/disaster-recovery";
import { Root } from "../../stacks/root";
import { synthesizeRoots } from "../support/synthesized";
import { ACCOUNT, BUCKET, ROOT_SETTINGS, request, startWorkbench, type Workbench, writeRoot } from "./support";

/** A root that asks for what prod needs in its recovery region. */
class TestRoot extends Root {
  constructor(scope: Construct) {
    super(scope, "test-quotas", ROOT_SETTINGS);
    const needed = { onDemandVcpus: 112, spotVcpus: 0, elasticIps: 3, lambdaExecutions: 108 };
    new RegionQuotas(this, "quotas", { needed, site: ROOT_SETTINGS });
  }
}

const [built] = synthesizeRoots([(app) => new TestRoot(app)]).values();

let opened: Workbench;
let prepared: Workbench;

beforeAll(async () => {
  [opened, prepared] = await Promise.all([startWorkbench(ACCOUNT, "new"), startWorkbench(ACCOUNT, "prepared")]);
  for (const { emulator } of [opened, prepared]) await request(emulator, "s3", "PUT", `/${BUCKET}`);
});

afterAll(() => Promise.all([opened.emulator.stop(), prepared.emulator.stop()]));

/** Plans what stands by with AWS's own quotas. @returns what Terraform refuses it with, empty if it does not */
async function plan({ terraform }: Workbench): Promise<string> {
  const queue = { aws_sqs_queue: { jobs: { name: "jobs" } } };
  const root = writeRoot(terraform, "quotas", queue, { data: built?.json.data });
  await root.init();
  return root.plan().then(
    () => "",
    (error: Error) => error.message.replace(/[\s│]+/g, " "),
  );
}

it("a plan is refused where an account may have less than is needed to take over, in words that say what to ask for", async () => {
  const refused = await plan(opened);
  expect(refused).toContain(
    "recovery.application: must have 112 vCPUs of running On-Demand instances in us-east-1 to take over, which quota L-1216C47A of ec2 allows, " +
      "got 5; ask for more: aws service-quotas request-service-quota-increase --region us-east-1 " +
      "--service-code ec2 --quota-code L-1216C47A --desired-value 112",
  );
  expect(refused).toContain(
    "recovery.application: must have 108 concurrent executions of functions in us-east-1 to take over, which quota L-B99A9384 of lambda allows, got 10; ",
  );
  expect(refused).not.toContain("L-0263D0A3");
  expect(refused).not.toContain("L-34B43A08");
});

it("a plan goes on where the account may have enough", async () => {
  expect(await plan(prepared)).toBe("");
});
