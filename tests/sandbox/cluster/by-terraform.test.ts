import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Addons } from "../../../sandbox/cluster/addons";
import { ByTerraform, reasonNotByTerraform } from "../../../sandbox/cluster/by-terraform";
import { ClusterCommands } from "../../../sandbox/cluster/commands";
import { Steps } from "../../../sandbox/steps";
import type { ProviderSource } from "../../../scripts/provider-source";
import { Terraform } from "../../../scripts/terraform";
import type { RootConfiguration } from "../../../scripts/terraform-root";
import { fakePrograms, temporaryFolder } from "../support";

const { signal } = new AbortController();

const release = (name: string, repository: string, version: string) => ({
  name,
  namespace: "monitoring",
  chart: `${name}-chart`,
  repository,
  version,
});

/** Configuration of a root with a release from a repository, one from a registry, and one of the project's own chart. */
function configuration(repository = "https://charts.example.com"): RootConfiguration {
  const helm_release = {
    one: release("external-dns", repository, "1.0.0"),
    two: release("argocd-apps", "oci://registry.example.com/charts", "v2.0.0"),
    own: { name: "custom-resources", namespace: "monitoring", chart: "assets/own" },
  };
  const required_providers = {
    helm: { source: "hashicorp/helm" },
    kubernetes: { source: "registry.terraform.io/hashicorp/kubernetes" },
  };
  return {
    terraform: { backend: {}, required_providers },
    provider: { helm: [{}] },
    resource: { helm_release },
  } as unknown as RootConfiguration;
}

/** Folder of unpacked charts with the versions that their names have. */
function chartsWith(versions: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, version] of Object.entries(versions)) {
    mkdirSync(join(folder, name, "templates"), { recursive: true });
    writeFileSync(join(folder, name, "Chart.yaml"), `version: ${version}\n`);
  }
  return folder;
}

function mirrorWith(...sources: readonly string[]): ProviderSource {
  const mirror = temporaryFolder();
  for (const source of sources) mkdirSync(join(mirror, "registry.terraform.io", source), { recursive: true });
  return { kind: "mirror", description: "from the mirror", env: {}, mirrors: [mirror] };
}

const BOTH = ["hashicorp/helm", "hashicorp/kubernetes"];

function reason(providers: ProviderSource, charts: string | undefined, root = configuration()) {
  return reasonNotByTerraform(root, new Addons(root, temporaryFolder(), {}, charts), providers, charts);
}

beforeEach(() => {
  vi.stubEnv("TERRAFORM_BINARY_NAME", "");
  vi.stubEnv("PATH", `${fakePrograms({ aws: "" })}${delimiter}${process.env.PATH}`);
});
afterEach(() => vi.unstubAllEnvs());

describe("Terraform applies add-ons", () => {
  const charts = chartsWith({ "external-dns-chart": "1.0.0", "argocd-apps-chart": "v2.0.0" });

  it("where the providers are in a mirror and the charts in a folder, in the versions that the root names", async () => {
    expect(await reason(mirrorWith(...BOTH), charts)).toBe(undefined);
  });

  it("not without a provider", async () => {
    const told = "there is no hashicorp/helm from the mirror";
    expect(await reason(mirrorWith("hashicorp/aws", "hashicorp/kubernetes"), charts)).toBe(told);
  });

  it("not without the AWS CLI", async () => {
    vi.stubEnv("PATH", temporaryFolder());
    expect(await reason(mirrorWith(...BOTH), charts)).toBe("there is no aws in PATH, which signs its providers in");
  });

  it("not with another version of a chart", async () => {
    const folder = chartsWith({ "external-dns-chart": "1.0.1", "argocd-apps-chart": "v2.0.0" });
    expect(await reason(mirrorWith(...BOTH), folder)).toBe(`${folder} has no external-dns-chart 1.0.0`);
  });

  it("not where a repository of charts does not answer", async () => {
    const asked: string[] = [];
    const server = createServer(({ url = "" }, response) => {
      asked.push(url);
      response.end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const repository = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const told = await reason({ ...mirrorWith(), mirrors: [] }, undefined, configuration(repository));
    server.close();
    expect(told).toBe("no charts can be had from oci://registry.example.com/charts");
    expect(asked).toEqual(["/index.yaml"]);
  });
});

it("Terraform finds the folder of each chart where Helm looks first, and is held to an empty second plan", async () => {
  const charts = chartsWith({ "external-dns-chart": "1.0.0", "argocd-apps-chart": "v2.0.0" });
  const root = { name: "dev-addons", folder: temporaryFolder() };
  writeFileSync(join(root.folder, "cdk.tf.json"), JSON.stringify(configuration()));
  const script = `echo "$1 $2 $(cat external-dns-chart/Chart.yaml oci:/registry.example.com/charts/argocd-apps-chart/Chart.yaml | tr '\\n' ' ')" >> calls
case "$1" in plan) [ -e planned ] && exit 2; touch planned; exit 0;; show) echo '{"format_version":"1.2","resource_changes":[{"address":"helm_release.one","type":"helm_release","change":{"actions":["update"],"before":{"name":"a"},"after":{"name":"b"}}}]}';; esac`;
  const program = join(fakePrograms({ terraform: script }), "terraform");
  const versioned = fakePrograms({
    terraform: `[ "$1" = version ] && echo '{"terraform_version": "1.11.4"}' || exec ${program} "$@"`,
  });
  const terraform = await Terraform.find(
    { ...process.env, TERRAFORM_BINARY_NAME: join(versioned, "terraform") },
    signal,
  );
  const server = createServer((_, response) =>
    response.end('{"accessEntries": ["role"], "associatedAccessPolicies": []}'),
  );
  await once(server.listen(0, "127.0.0.1"), "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cluster = {
    endpoint,
    region: "us-east-1",
    outputs: { cluster_name: "lms-dev" },
    terraform: program,
    planner: terraform,
    deployer: terraform,
    providers: mirrorWith(...BOTH),
  };
  vi.stubEnv("KUBECTL", join(fakePrograms({ kubectl: "" }), "kubectl"));
  const lines: string[] = [];
  const line = (text: string) => lines.push(text.replace(/ +\d+\.\d s.*/, ""));
  const life = new ByTerraform(
    root,
    new Addons(configuration(), root.folder, {}, charts),
    cluster,
    new ClusterCommands("none", root.folder, signal),
    new Steps(root.name, { status: () => {}, line }),
    temporaryFolder(),
  );
  await life.apply();
  const drift =
    'dev-addons: a second plan must change nothing, got:\n  helm_release.one (update)\n    name: "a" -> "b"';
  await expect(life.applyAgain()).rejects.toThrow(drift);
  server.close();
  expect(lines).toEqual(["init", "plan", "apply", "plan again"].map((step) => `dev-addons  ${step}`));
  expect(readFileSync(join(root.folder, "calls"), "utf8").split("\n")[0]).toBe(
    "init -json version: 1.0.0 version: v2.0.0 ",
  );
  expect(life.presence).toEqual({ "external-dns": "real", "argocd-apps": "real", "custom-resources": "real" });
});
