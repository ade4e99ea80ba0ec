import { spawnSync } from "node:child_process";
import { beforeAll, describe, expect, it } from "vitest";
import type { ServiceModels } from "../../sandbox/gateway/judgement/service-models";
import { readSnippets } from "../../sandbox/runbooks/pages";
import { clusterProgram } from "../../scripts/tools";
import { awsModels } from "../sandbox/gateway/judgement/support";
import { awsProblems } from "./aws-cli";
import { callsOf } from "./shell";

const SNIPPETS = readSnippets();

let models: ServiceModels;

beforeAll(async () => {
  models = await awsModels();
});

const awsOf = (args: readonly string[], complete = true) =>
  awsProblems((service) => models.of(service), args, complete);

/** What kubectl says before it would ask a server, which is not there. */
function kubectlProblems(args: readonly string[]): string[] {
  const flags = ["--server", "http://127.0.0.1:9", "--request-timeout", "1s"];
  const { stderr } = spawnSync(clusterProgram("kubectl", process.env), [...args, ...flags], {
    encoding: "utf8",
    timeout: 120_000,
  });
  return /connection refused|connection to the server/i.test(stderr)
    ? []
    : [`kubectl ${args.join(" ")}: ${stderr.trim()}`];
}

describe("the commands of the pages", () => {
  it("are found", () => {
    expect(SNIPPETS.filter(({ kind }) => kind === "block").length).toBeGreaterThan(20);
    expect(SNIPPETS.filter(({ kind }) => kind === "sentence").length).toBeGreaterThan(10);
  });

  it.each(SNIPPETS)("$page, line $line: run, and AWS and Kubernetes take them", (snippet) => {
    const { kind } = snippet;
    const problems = callsOf(snippet).flatMap(([program, ...args]) => {
      if (program === "aws") return awsOf(args, kind === "block");
      return program === "kubectl" ? kubectlProblems(args) : [];
    });
    expect(problems).toEqual([]);
  });
});

describe("a wrong command", () => {
  it.each([
    [["backup", "start-backup-job"], "backup start-backup-job: requires --backup-vault-name"],
    [["sqs", "move-messages"], "sqs move-messages: is no command"],
    [["s3api", "get-bucket-replication", "--buckets", "b"], "s3api get-bucket-replication: has no option --buckets"],
    [["logs", "tail", "/group", "--last", "1h"], "logs tail: has no option --last"],
    [
      ["cloudwatch", "set-alarm-state", "--alarm-name", "a", "--state-reason", "r", "--state-value", "RAISED"],
      "--state-value: is one of OK, ALARM, INSUFFICIENT_DATA, got RAISED",
    ],
  ])("%s is told", (args, problem) => {
    expect(awsOf(args)).toContain(problem);
  });

  it("of kubectl is told", () => {
    expect(kubectlProblems(["get", "pods", "--everywhere"])[0]).toContain("unknown flag: --everywhere");
  });

  it("of the shell is told", () => {
    expect(() => callsOf({ code: "aws s3 ls 's3://bucket" })).toThrow("unexpected EOF");
  });
});
