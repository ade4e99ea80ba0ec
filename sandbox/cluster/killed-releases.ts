import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../scripts/failure";
import { findUnsettled, mend } from "../../scripts/releases/cluster";
import { unsettledText } from "../../scripts/releases/release";
import type { KubernetesApi } from "./api";
import type { ClusterCommands } from "./commands";

const RELEASE = "drill";
const NAMESPACE = "monitoring";

/** A chart whose pods start on Linux, and wait for ever for a node with any other system; its removal waits for its finalizer. */
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${RELEASE}, labels: { name: ${RELEASE} }, finalizers: [sandbox/${RELEASE}] }
spec:
  selector: { matchLabels: { app: ${RELEASE} } }
  template:
    metadata: { labels: { app: ${RELEASE} } }
    spec:
      nodeSelector: { kubernetes.io/os: {{ .Values.os }} }
      containers: [{ name: main, image: registry.k8s.io/pause:3.10 }]
`;

/**
 * Kills Helm in an installation, an upgrade and a removal, as a pipeline does that is lost, and mends what is left as
 * `npm run releases` does. An upgrade that failed must need no mending.
 * @param folder where the chart is written
 * @throws Failure with what is not as it should be
 */
export async function killReleases(api: KubernetesApi, commands: ClusterCommands, folder: string): Promise<void> {
  const chart = join(folder, RELEASE);
  mkdirSync(join(chart, "templates"), { recursive: true });
  writeFileSync(join(chart, "Chart.yaml"), `{ apiVersion: v2, name: ${RELEASE}, version: 1.0.0 }`);
  writeFileSync(join(chart, "templates", "deployment.yaml"), DEPLOYMENT);
  const place = ["--namespace", NAMESPACE];
  const upgrade = (os: string, ...more: readonly string[]) => {
    return ["upgrade", RELEASE, chart, "--install", ...place, "--set", `os=${os}`, "--wait", ...more];
  };

  await kill(api, commands, upgrade("none"), "pending-install");
  await mendOnly(commands, "revision 1 is pending-install; kubectl delete secret sh.helm.release.v1.drill.v1");
  await commands.helm(...upgrade("linux"));

  await kill(api, commands, upgrade("none"), "pending-upgrade");
  await refuseUpgrade(commands, upgrade("linux"));
  await mendOnly(commands, "revision 2 is pending-upgrade; helm rollback drill 1");
  const selector = await commands.kubectl("get", "deployment", RELEASE, ...place, "--output", NODE_SELECTOR);
  must("the release that was taken back", selector, '{"kubernetes.io/os":"linux"}');
  await commands.helm(...upgrade("linux"));

  await commands.helm(...upgrade("none", "--timeout", "1s")).catch(() => {});
  must("an upgrade that failed", await told(commands), "revision 5 is failed; the next apply goes on from there");
  await commands.helm(...upgrade("linux"));

  await kill(api, commands, ["uninstall", RELEASE, ...place, "--wait"], "uninstalling");
  await commands.kubectl("patch", "deployment", RELEASE, ...place, "--type=merge", `--patch=${NO_FINALIZERS}`);
  await mendOnly(commands, "revision 6 is uninstalling; helm uninstall drill");
  const left = ["get", "secrets,deployments", "--selector", `name=${RELEASE}`, ...place, "--output", "name"];
  must("what is left", await commands.kubectl(...left), "");
}

const NODE_SELECTOR = "jsonpath={.spec.template.spec.nodeSelector}";

const NO_FINALIZERS = '{"metadata":{"finalizers":null}}';

/**
 * Kills Helm once the release has a status. The API itself is asked, over and over: Helm's wait for a removal may end at once, when it
 * looks before it has seen anything.
 */
async function kill(
  api: KubernetesApi,
  commands: ClusterCommands,
  args: readonly string[],
  status: string,
): Promise<void> {
  const selector = encodeURIComponent(`owner=helm,name=${RELEASE},status=${status}`);
  const path = `/api/v1/namespaces/${NAMESPACE}/secrets?labelSelector=${selector}`;
  await commands.killHelm(args, async () => (await api.listMetadata(path)).length > 0);
}

/** Mends what the command finds, which must be this alone, and then nothing. */
async function mendOnly(commands: ClusterCommands, wanted: string): Promise<void> {
  must("what is stuck", await told(commands), `${wanted} --namespace ${NAMESPACE}`);
  await mend(commands, await findUnsettled(commands));
  must("what is stuck once it is mended", await told(commands), "");
}

async function told(commands: ClusterCommands): Promise<string> {
  const lines = (await findUnsettled(commands)).map(unsettledText);
  return lines.join("\n").replaceAll(`${NAMESPACE}/${RELEASE}: `, "");
}

/** What Terraform's apply gets to hear, too. */
async function refuseUpgrade(commands: ClusterCommands, args: readonly string[]): Promise<void> {
  const words = await commands.helm(...args).then(
    () => "an upgrade that went through",
    (error: Error) => error.message,
  );
  if (!words.includes("another operation (install/upgrade/rollback) is in progress")) {
    throw new Failure(`releases: an upgrade must be refused while one is pending, got ${words}`);
  }
}

function must(what: string, got: string, wanted: string): void {
  if (got !== wanted) throw new Failure(`releases: ${what} must be ${wanted || "nothing"}, got ${got || "nothing"}`);
}
