import { alertsPage } from "./alerts/page";
import { type Told, whoIsTold } from "./alerts/told";
import { runPage } from "./generated-page";
import { readPlatform } from "./synth";

const ENVIRONMENTS = ["dev", "staging", "prod"] as const;

runPage({
  file: "docs/alerts.md",
  command: "npm run alerts",
  about: "Writes docs/alerts.md: who is told of what in dev, staging and prod, from their synthesized JSON.",
  write: async (signal) => {
    const told: Record<string, readonly Told[]> = {};
    for (const name of ENVIRONMENTS) told[name] = whoIsTold(JSON.parse(await readPlatform(name, signal)));
    return alertsPage(told);
  },
});
