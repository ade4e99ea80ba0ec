import { NO_RELEASE } from "../../gitops/checks/service-values";
import type { ProjectEdit } from "../project-edit";

/** A service's values in an environment as they are before its first release. */
export function unreleased(values: string): string {
  return values.replace(/^ {2}tag: .*$/m, `  tag: "${NO_RELEASE}" # forty zeros: no release yet`);
}

/** Writes what follows from the list of environments: pipelines and pages. */
export async function writePages(edit: ProjectEdit, withoutPages: boolean, signal: AbortSignal): Promise<void> {
  const pipelines = ["ci/infrastructure.Jenkinsfile", "ci/vars/lmsService.groovy"];
  await edit.run(["ci/scripts/write-pipelines.ts"], pipelines, signal);
  await edit.run(["security/cli.ts"], ["docs/accepted-risks.md"], signal);
  if (withoutPages) return;
  await edit.run(["scripts/alerts.ts"], ["docs/alerts.md"], signal);
  await edit.run(["review/cost-cli.ts", "--write"], ["README.md"], signal);
}
