import { ENVIRONMENTS } from "../../environments";
import { LMS_SERVICE_NAMES } from "../../modules/foundation/services";
import { Failure } from "../failure";
import type { ProjectEdit } from "../project-edit";
import { withoutDelivery, withoutListed, withoutRisks } from "./lists";

/**
 * Takes an environment out of the code.
 * @throws Failure for one that is unknown or the last, or of which the locks say that something is deployed
 */
export async function removeEnvironment(edit: ProjectEdit, name: string, signal: AbortSignal): Promise<void> {
  const names = ENVIRONMENTS.map((each) => each.name);
  if (!names.includes(name) || names.length === 1) {
    throw new Failure(
      `new-environment: --remove must name an environment beside others, got ${JSON.stringify(name)}; there are ${names.join(", ")}`,
    );
  }
  const locks = [`${name}-platform`, `state-${name}`].map((root) => `environments/locks/${root}.json`);
  const deployed = locks.filter((file) => edit.has(file));
  if (deployed.length > 0) {
    throw new Failure(
      `new-environment: ${name} must be taken down first, got ${deployed.join(", ")}, which holds what is deployed; README.md, ` +
        '"Take an environment down", tells how, and then delete that',
    );
  }
  edit.remove(`environments/${name}.ts`);
  edit.remove(`gitops/environments/${name}`);
  edit.remove(`gitops/platform/${name}.yaml`);
  edit.change("environments/index.ts", (text) => withoutListed(text, name));
  edit.change("gitops/apps/values.yaml", (text) => withoutDelivery(text, name));
  edit.rewrite("security/accepted-risks.yaml", (text) => withoutRisks(text, name));
  await edit.synthesize([], signal);
  // With any service of another one it checks the root Application and the freezes.
  const other = names.find((each) => each !== name);
  await edit.run(["gitops/check.ts", `${other}/${LMS_SERVICE_NAMES[0]}`], [], signal);
}
