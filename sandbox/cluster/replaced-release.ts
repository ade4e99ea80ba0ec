import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../scripts/failure";
import type { Addons } from "./addons";
import type { AddonsLife } from "./addons-life";
import type { ClusterCommands } from "./commands";

/** The release whose definitions' objects hold most: every secret of the services is made from one of them. */
const RELEASE = "external-secrets";

/** A chart with one definition, annotated as that of the release annotates its own. */
const DEFINITION = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: keepsakes.sandbox.example.com
  annotations: {{- toYaml .Values.crds.annotations | nindent 4 }}
spec:
  group: sandbox.example.com
  scope: Namespaced
  names: { plural: keepsakes, singular: keepsake, kind: Keepsake }
  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }]
`;

const NAMESPACE = "security";

/**
 * Takes a release with definitions away and installs it anew: external-secrets where its chart is at hand, else a chart with one
 * definition, which gets the same values.
 * @param folder where that chart is written
 * @returns in a few words what was replaced
 * @throws Failure with the objects that are gone, or are other ones, afterwards
 */
export async function replaceRelease(
  addons: Addons,
  life: AddonsLife,
  commands: ClusterCommands,
  folder: string,
): Promise<string> {
  if (life.presence[RELEASE] === "real") {
    const kept = await keeps("externalsecrets.external-secrets.io", () => life.replace(RELEASE), commands);
    return `${RELEASE}, whose ${kept} objects stay`;
  }
  const values = addons.releases.find(({ name }) => name === RELEASE)?.values;
  if (values === undefined) throw new Failure(`${RELEASE} must be a release of the root, got none`);
  const chart = join(folder, "keepsakes");
  mkdirSync(join(chart, "templates"), { recursive: true });
  writeFileSync(join(chart, "Chart.yaml"), "{ apiVersion: v2, name: keepsakes, version: 1.0.0 }");
  writeFileSync(join(chart, "templates", "definition.yaml"), DEFINITION);
  const release = { name: "keepsakes", namespace: NAMESPACE, chart, values };
  await commands.release(release);
  await commands.kubectl(
    "wait",
    "--for=condition=Established",
    "customresourcedefinition/keepsakes.sandbox.example.com",
  );
  const keepsake = {
    apiVersion: "sandbox.example.com/v1",
    kind: "Keepsake",
    metadata: { name: "one", namespace: NAMESPACE },
  };
  await commands.apply([keepsake], "sandbox");
  const uninstall = () => commands.helm("uninstall", release.name, "--namespace", NAMESPACE, "--wait");
  const again = async () => {
    await uninstall();
    await commands.release(release);
  };
  await keeps("keepsakes.sandbox.example.com", again, commands);
  await uninstall();
  await commands.kubectl("delete", "customresourcedefinition", "keepsakes.sandbox.example.com");
  return `a chart with the definitions' values of ${RELEASE}, whose object stays`;
}

/** Does what must leave a definition and its objects as they are. @returns how many objects there are */
async function keeps(definition: string, action: () => Promise<void>, commands: ClusterCommands): Promise<number> {
  const uids = 'jsonpath={range .items[*]}{.metadata.uid}{"\\n"}{end}';
  // A definition that is about to go has a time for it, and its objects may be there still.
  const going = "jsonpath={.metadata.uid} {.metadata.deletionTimestamp}";
  const look = async () => ({
    definition: await commands.kubectl("get", "customresourcedefinition", definition, "--output", going),
    objects: (await commands.kubectl("get", definition, "--all-namespaces", "--output", uids))
      .split("\n")
      .filter(Boolean),
  });
  const before = await look();
  await action();
  const after = await look().catch((error: Error) => error.message);
  const { length } = before.objects;
  if (length > 0 && JSON.stringify(after) === JSON.stringify(before)) return length;
  throw new Failure(
    `${definition}: must stay with its ${length} objects when its release is replaced, got ${JSON.stringify(after)}`,
  );
}
