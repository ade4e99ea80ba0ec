import { ENVIRONMENTS } from "../environments";
import { alertsPage } from "./alerts/page";
import { type Told, whoIsTold } from "./alerts/told";
import { runPage } from "./generated-page";
import { readPlatform } from "./synth";

runPage({
  file: "docs/alerts.md",
  command: "npm run alerts",
  about: "Writes docs/alerts.md: who is told of what in each environment, from its synthesized JSON.",
  write: async (signal) => {
    const told: Record<string, readonly Told[]> = {};
    for (const { name } of ENVIRONMENTS) told[name] = whoIsTold(JSON.parse(await readPlatform(name, signal)));
    return alertsPage(told);
  },
});
