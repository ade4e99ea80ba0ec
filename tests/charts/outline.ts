/**
 * Writes what the tests know of charts, from their unpacked folders:
 *
 *     helm pull cert-manager --repo https://charts.jetstack.io --version v1.21.1 --untar --untardir /tmp/charts
 *     node scripts/run.js tests/charts/outline.ts /tmp/charts/cert-manager
 */
import { writeFileSync } from "node:fs";
import { chartOutline } from "../support/chart-outline";

for (const folder of process.argv.slice(2)) {
  const facts = chartOutline(folder);
  writeFileSync(`tests/charts/${facts.chart}.json`, `${JSON.stringify(facts)}\n`);
}
