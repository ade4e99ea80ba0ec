import { Failure } from "../../scripts/failure";
import type { Addons } from "./addons";
import type { KubernetesObject } from "./api";
import type { ClusterCommands } from "./commands";

/** What every cluster has. */
const KUBERNETES_OWN = /^namespace\/(default|kube-.*)$|^priorityclass.*\/system-/;

/**
 * Takes all down that was applied, in the reverse order.
 * @param objects what does not belong to the root's own
 * @throws Failure with what is left
 */
export async function takeDown(
  addons: Addons,
  objects: readonly KubernetesObject[],
  commands: ClusterCommands,
): Promise<void> {
  const isRoot = (object: KubernetesObject) => addons.objects.includes(object);
  const others = objects.filter((object) => !isRoot(object));
  await commands.delete(others.filter(({ kind }) => kind !== "CustomResourceDefinition"));
  for (const { name, namespace } of [...addons.charts].reverse()) {
    await commands.helm("uninstall", name, "--namespace", namespace, "--wait");
  }
  await commands.delete(others.filter(({ kind }) => kind === "CustomResourceDefinition"));
  await commands.delete([...addons.objects].reverse());
  const left = (await commands.kubectl("get", "namespaces,persistentvolumes,priorityclasses", "--output", "name"))
    .split("\n")
    .filter((name) => name !== "" && !KUBERNETES_OWN.test(name));
  if (left.length > 0) throw new Failure(`a destroy must leave nothing, got ${left.join(", ")}`);
}
