import { afterAll, beforeAll, expect, it } from "vitest";
import { platformAddons } from "../../../modules/cluster-addons/platform-addons";
import { Addons } from "../../../sandbox/cluster/addons";
import { reserveAddress } from "../../../sandbox/cluster/address";
import type { KubernetesObject } from "../../../sandbox/cluster/api";
import { ByCommands } from "../../../sandbox/cluster/by-commands";
import { ClusterCommands } from "../../../sandbox/cluster/commands";
import { ControlPlane } from "../../../sandbox/cluster/control-plane";
import { refuseForeignImages } from "../../../sandbox/cluster/foreign-images";
import { findClusterPrograms } from "../../../sandbox/cluster/programs";
import { replaceRelease } from "../../../sandbox/cluster/replaced-release";
import { findMoto } from "../../../sandbox/moto";
import { Steps } from "../../../sandbox/steps";
import type { RootConfiguration } from "../../../scripts/terraform-root";
import { context } from "../../modules/cluster-addons/fixture";
import { temporaryFolder } from "../support";

const { signal } = new AbortController();
const MISSING = "the programs of a cluster are not here: the sandbox brings them";
const folder = temporaryFolder();
let plane: ControlPlane | undefined;

beforeAll(async () => {
  const programs = await findClusterPrograms({ ...process.env, PATH: "" }, signal, []);
  if ("missing" in programs) return;
  const address = await reserveAddress(await findMoto(process.env, signal), folder, signal);
  plane = await ControlPlane.start(programs.folder, folder, address, undefined, signal);
  for (const name of ["core-services", "microservices", "data", "security"]) {
    await plane.api.create("/api/v1/namespaces", { metadata: { name } });
  }
});

afterAll(() => plane?.stop());

it("a pod from before the policy of images may be changed by controllers, and the policy must say so", async ({
  skip,
}) => {
  if (plane === undefined) return skip(MISSING);
  const { api, kubeconfig } = plane;
  const commands = new ClusterCommands(kubeconfig, folder, signal);
  const { values } = platformAddons(context())["custom-resources"] ?? { values: {} };
  const chart = "modules/cluster-addons/charts/custom-resources";
  const rendered = await commands.render({ name: "custom-resources", namespace: "security", chart, values });
  const policy = rendered.filter(({ kind = "" }) => kind.startsWith("ValidatingAdmissionPolicy"));
  await commands.apply(policy, "test");
  await refuseForeignImages(api);
  const strict = JSON.stringify(policy).replace("image in variables.before || ", "");
  await commands.apply(JSON.parse(strict) as KubernetesObject[], "test");
  await expect(refuseForeignImages(api)).rejects.toThrow(
    /^a pod from before service-images must get labels, got pods "foreign" is forbidden: ValidatingAdmissionPolicy 'service-images'/,
  );
});

it.each([
  [
    { "helm.sh/resource-policy": "keep" },
    /^a chart with the definitions' values of external-secrets, whose object stays$/,
  ],
  [
    { team: "platform" },
    /^keepsakes\.sandbox\.example\.com: must stay with its 1 objects when its release is replaced, got /,
  ],
])("objects of a release that is replaced stay where its definitions say %j, or go", async (annotations, told) => {
  if (plane === undefined) return;
  const values = [JSON.stringify({ crds: { annotations } })];
  const release = {
    name: "external-secrets",
    namespace: "security",
    chart: "external-secrets",
    repository: "https://x",
    values,
  };
  const root = { resource: { helm_release: { release } } } as unknown as RootConfiguration;
  const addons = new Addons(root, folder, {}, undefined);
  const commands = new ClusterCommands(plane.kubeconfig, folder, signal);
  const life = new ByCommands(addons, commands, new Steps("test", { status: () => {}, line: () => {} }));
  const replaced = replaceRelease(addons, life, commands, folder).catch((error: Error) => error.message);
  expect(await replaced).toMatch(told);
});
