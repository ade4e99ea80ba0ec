import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ENVIRONMENTS } from "../environments";
import { type Alerting, alertingOf } from "./alert-rules/alerting";
import { alertingProblems } from "./alert-rules/check";
import { Failure } from "./failure";
import { runPlain } from "./plain-command";
import { synthesizedElsewhere } from "./synth";
import { readConfiguration } from "./terraform-root";
import { buildPrometheusTools, findPrometheusTools } from "./tools";

runPlain({
  command: "npm run alert-rules",
  about: `Has Prometheus' own promtool and amtool judge what is synthesized for each environment: the rules with their unit tests
(scripts/alert-rules/unit-tests.yaml), Alertmanager's configuration, and the receivers of every alert. Both programs are taken
from PATH, or built once with Go, which takes minutes; from then on the tests run them, too.`,
  run: async (signal) => {
    const tools = findPrometheusTools(process.env) ?? (await buildPrometheusTools(process.env, signal));
    const problems: string[] = [];
    for (const { name } of ENVIRONMENTS) {
      const alerting = await synthesizedElsewhere(name, signal, ({ roots }) => read(name, roots));
      const found = alerting === undefined ? [] : await judged(alerting);
      problems.push(...found.map((problem) => `${name}: ${problem}`));
      console.log(`${name}  ${alerting === undefined ? "has no Prometheus" : `${found.length} problems`}`);
    }
    if (problems.length > 0) throw new Failure(problems.join("\n"));

    async function judged(alerting: Alerting): Promise<readonly string[]> {
      const folder = mkdtempSync(join(tmpdir(), "lms-alert-rules-"));
      try {
        return await alertingProblems(tools, alerting, folder, signal);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
  },
});

function read(
  environment: string,
  roots: readonly { readonly name: string; readonly folder: string }[],
): Alerting | undefined {
  const root = roots.find(({ name }) => name === `${environment}-addons`);
  return root === undefined ? undefined : alertingOf(readConfiguration(root.folder), root.folder);
}
