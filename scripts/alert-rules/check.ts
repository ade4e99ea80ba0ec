import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CommandResult, run } from "../process";
import { PROJECT } from "../synth";
import type { PrometheusTools } from "../tools";
import type { Alerting } from "./alerting";

const UNIT_TESTS = join(PROJECT, "scripts", "alert-rules", "unit-tests.yaml");

/**
 * Has Prometheus' own programs judge what is synthesized: the rules and their unit tests, Alertmanager's configuration, and where
 * it sends what.
 * @param folder where what they read is written
 * @returns what they find, each in their own words
 */
export async function alertingProblems(
  { promtool, amtool }: PrometheusTools,
  { rules, alertmanager }: Alerting,
  folder: string,
  signal: AbortSignal,
): Promise<string[]> {
  const [rulesFile, testsFile, configuration] = ["rules.json", "unit-tests.yaml", "alertmanager.json"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  // What they read is YAML, of which JSON is a part.
  writeFileSync(rulesFile, JSON.stringify(rules));
  writeFileSync(configuration, JSON.stringify(alertmanager));
  copyFileSync(UNIT_TESTS, testsFile);
  const ask = async (what: string, command: string, ...args: readonly string[]): Promise<string[]> => {
    const { exitCode, stdout, stderr } = await run({ command, args, env: process.env, signal, graceMs: 0 });
    return exitCode === 0 ? [] : [`${what}: ${words({ exitCode, stdout, stderr })}`];
  };
  const problems = [
    ...(await ask("rules", promtool, "check", "rules", "--lint=all", "--lint-fatal", rulesFile)),
    ...(await ask("unit tests of the rules", promtool, "test", "rules", testsFile)),
    ...(await ask("Alertmanager", amtool, "check-config", configuration)),
  ];
  for (const [labels, receivers] of routesOf({ rules, alertmanager })) {
    const args = ["config", "routes", "test", `--config.file=${configuration}`, `--verify.receivers=${receivers}`];
    problems.push(...(await ask(`the route of ${labels.join(" ")} to ${receivers}`, amtool, ...args, ...labels)));
  }
  return problems;
}

/** The receivers of alerts, by the labels of these: of each rule, of what the chart brings, and of what nobody shall hear of. */
function routesOf({ rules, alertmanager }: Alerting): readonly (readonly [labels: readonly string[], string])[] {
  const calls = alertmanager.receivers.some(({ name }) => name === "pagerduty");
  const bySeverity: Readonly<Record<string, string>> = {
    critical: calls ? "pagerduty,slack" : "slack",
    warning: "slack",
    info: "null",
  };
  const own = rules.groups
    .flatMap((group) => group.rules)
    .map(({ alert, labels: { severity = "" } }) => [alert, severity] as const);
  const all = [
    ...own,
    ["KubePodCrashLooping", "warning"],
    ["KubeAPIDown", "critical"],
    ["CPUThrottlingHigh", "info"],
  ] as const;
  return [
    ...all.map(
      ([alert, severity]) => [[`alertname=${alert}`, `severity=${severity}`], bySeverity[severity] ?? "null"] as const,
    ),
    [["alertname=Watchdog", "severity=none"], "heartbeat"],
    [["alertname=InfoInhibitor", "severity=none"], "null"],
  ];
}

function words({ exitCode, stdout, stderr }: CommandResult): string {
  return `${stdout}\n${stderr}`.trim() || `exit code ${exitCode}`;
}
