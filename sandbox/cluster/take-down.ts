import { Failure } from "../../scripts/failure";
import type { AddonsLife } from "./addons-life";
import type { KubernetesObject } from "./api";
import type { ClusterCommands } from "./commands";

/** What every cluster has. */
const KUBERNETES_OWN = /^namespace\/(default|kube-.*)$|^priorityclass.*\/system-/;

/**
 * Takes down the add-ons, and before them what runs on them.
 * @param services the objects of services, and the definitions that were made for them
 * @returns in a few words what charts keep: definitions, with whose objects they would take away
 * @throws Failure with what else is left
 */
export async function takeDown(
  addons: AddonsLife,
  services: readonly KubernetesObject[],
  commands: ClusterCommands,
): Promise<string> {
  await commands.delete(services.filter(({ kind }) => kind !== "CustomResourceDefinition"));
  await addons.destroy();
  await commands.delete(services.filter(({ kind }) => kind === "CustomResourceDefinition"));
  const names = async (kinds: string) => {
    const listed = await commands.kubectl("get", kinds, "--output", "name");
    return listed.split("\n").filter((name) => name !== "" && !KUBERNETES_OWN.test(name));
  };
  const left = await names("namespaces,persistentvolumes,priorityclasses");
  if (left.length > 0) throw new Failure(`a destroy must leave nothing, got ${left.join(", ")}`);
  const kept = await names("customresourcedefinitions");
  const groups = new Set(kept.map((name) => name.replace(/^[^/]*\/[^.]*\./, "")));
  return kept.length === 0 ? "" : `${kept.length} definitions stay: ${[...groups].join(", ")}`;
}
