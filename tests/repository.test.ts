import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT } from "../scripts/synth";

const text = (file: string) => readFileSync(join(PROJECT, file), "utf8");

interface Manager {
  readonly description: string;
  readonly managerFilePatterns: readonly string[];
  readonly matchStrings: readonly string[];
}

const RENOVATE = JSON.parse(text("renovate.json")) as { readonly customManagers: readonly Manager[] };

/** What Renovate finds with a manager of ours: its names with their versions. */
function foundBy(description: string, folder: string): Record<string, string> {
  const manager = RENOVATE.customManagers.find((each) => each.description === description);
  const patterns = manager?.managerFilePatterns.map((pattern) => new RegExp(pattern.slice(1, -1))) ?? [];
  const files = readdirSync(join(PROJECT, folder))
    .map((name) => `${folder}/${name}`)
    .filter((file) => patterns.some((pattern) => pattern.test(file)));
  const matches = files.flatMap((file) =>
    (manager?.matchStrings ?? []).flatMap((match) => [...text(file).matchAll(new RegExp(match, "g"))]),
  );
  return Object.fromEntries(matches.map(({ groups }) => [groups?.depName ?? "", groups?.currentValue ?? ""]));
}

describe("Renovate", () => {
  it("finds every Helm chart", () => {
    const folder = "modules/cluster-addons/addons";
    const charts = { ...foundBy("Helm charts", folder), ...foundBy("Helm charts in an OCI registry", folder) };
    expect(Object.keys(charts).sort()).toEqual([
      "argo-cd",
      "argocd-apps",
      "aws-for-fluent-bit",
      "aws-load-balancer-controller",
      "cert-manager",
      "cluster-autoscaler",
      "external-dns",
      "external-secrets",
      "kube-prometheus-stack",
      "opentelemetry-collector",
      "prometheus-operator-crds",
    ]);
    for (const version of Object.values(charts)) expect(version).toMatch(/^v?\d+\.\d+\.\d+$/);
  });

  it("finds every Terraform provider", () => {
    const providers = foundBy("Terraform providers", "providers");
    expect(Object.keys(providers)).toEqual(["hashicorp/aws", "hashicorp/helm", "hashicorp/kubernetes"]);
  });
});

describe("the files for who works on the repository", () => {
  it("name one Node", () => {
    expect(text(".nvmrc")).toBe("22\n");
    expect(text(".node-version")).toBe("22\n");
    expect(JSON.parse(text(".devcontainer/devcontainer.json")).image).toContain(":22-");
  });

  it.each(["CONTRIBUTING.md", "SECURITY.md"])("%s leads only to what is there", (file) => {
    const links = [...text(file).matchAll(/\]\((?!https:)([^)#]+)[^)]*\)/g)].map(([, target = ""]) => target);
    const paths = [...text(file).matchAll(/`([\w.-]+\/[\w./-]*|\.[\w-]+|[\w-]+\.json)`/g)].map(([, path = ""]) => path);
    expect(links.length).toBeGreaterThan(1);
    for (const target of [...links, ...paths])
      expect([target, existsSync(join(PROJECT, target))]).toEqual([target, true]);
  });

  it("CODEOWNERS names only paths that are there", () => {
    const paths = [...text("CODEOWNERS").matchAll(/^\/(\S+)/gm)].map(([, path = ""]) => path);
    expect(paths).toHaveLength(5);
    for (const path of paths) expect([path, existsSync(join(PROJECT, path))]).toEqual([path, true]);
  });

  it("Git keeps line ends, which tests compare, as they are", () => {
    expect(text(".gitattributes")).toContain("* text=auto eol=lf\n");
    expect(text(".editorconfig")).toContain("end_of_line = lf\n");
  });
});
