import { execFileSync } from "node:child_process";
import { parseAllDocuments } from "yaml";
import { Failure, Interrupted } from "../../../scripts/failure";
import { clusterProgram } from "../../../scripts/tools";
import type { Manifest } from "./schema";

/** The Kubernetes version that charts are rendered for, the oldest that an environment runs. */
const KUBERNETES_VERSION = "1.35.0";

/** What else a release is told: its name, its namespace, and the APIs of custom resources that the cluster has. */
export interface ReleaseOptions {
  readonly release?: string;
  readonly namespace?: string;
  readonly apiVersions?: readonly string[];
  /** Files of values, in the order in which they are given; the values come after them. */
  readonly files?: readonly string[];
  /** Definitions of custom resources in the chart, too, which Argo CD applies. */
  readonly crds?: boolean;
}

/** Chart of a repository, `https://` or `oci://`. */
export interface RepositoryChart {
  readonly name: string;
  readonly repository: string;
  readonly version: string;
}

/**
 * Renders a chart as a release would, without a cluster.
 * @param chart one in a folder whose dependencies are all in it, or one that Helm brings from its repository
 * @param values what a values file would hold
 * @returns every object, in Helm's order
 * @throws Error with Helm's own words for what a template or the values' schema refuses
 */
export function helmTemplate(
  chart: string | RepositoryChart,
  values: Readonly<Record<string, unknown>>,
  { release = "release", namespace = "default", apiVersions = [], files = [], crds = false }: ReleaseOptions = {},
): Manifest[] {
  const rendered = helm(
    [
      ...[
        "template",
        release,
        ...chartArguments(chart),
        "--namespace",
        namespace,
        "--kube-version",
        KUBERNETES_VERSION,
      ],
      ...(crds ? ["--include-crds"] : []),
      ...apiVersions.flatMap((version) => ["--api-versions", version]),
      ...[...files, "-"].flatMap((file) => ["--values", file]),
    ],
    JSON.stringify(values),
  );
  // Kubernetes reads as YAML 1.1 has it: `on` is true there, and 0120 is 80.
  return parseAllDocuments(rendered, { version: "1.1" }).flatMap((document) => {
    if (document.errors.length > 0) throw new Error(document.errors.map(({ message }) => message).join("\n"));
    return (document.toJS() as Manifest | null) ?? [];
  });
}

function chartArguments(chart: string | RepositoryChart): readonly string[] {
  if (typeof chart === "string") return [chart];
  const { name, repository, version } = chart;
  if (repository.startsWith("oci://")) return [`${repository}/${name}`, "--version", version];
  return [name, "--repo", repository, "--version", version];
}

/** What to do about what is wrong with what Helm makes. */
export const ADVICE = "correct the chart or its values";

/** What Helm makes, or its refusal as the only problem. @throws Failure without a Helm */
export function rendered<T extends object>(where: string, render: () => T): T | string[] {
  try {
    return render();
  } catch (error) {
    if (error instanceof Failure) throw error;
    const words = (error as Error).message
      .replace(/\s*\n\s*/g, " ")
      .replace(/^helm \w+ \S+ \S+: (Error: )?| Use --debug flag.*$/g, "");
    return [`${where}: must be rendered by Helm, got ${words}; ${ADVICE}`];
  }
}

/** Checks a chart as `helm lint --strict` does. @throws Error with what it finds */
export function helmLint(chartFolder: string, values: Readonly<Record<string, unknown>>): void {
  helm(
    ["lint", "--strict", "--kube-version", KUBERNETES_VERSION, chartFolder, "--values", "-"],
    JSON.stringify(values),
  );
}

/** How long Helm may wait for a repository that does not answer. */
const TIMEOUT_MS = 60_000;

function helm(args: readonly string[], input: string): string {
  try {
    return execFileSync(clusterProgram("helm", process.env), args, {
      input,
      encoding: "utf8",
      stdio: "pipe",
      maxBuffer: 64 * 1024 * 1024,
      timeout: TIMEOUT_MS,
    });
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { stdout = "", stderr = "", code, signal } = error as Readonly<Record<string, string | undefined>>;
    if (signal === "SIGINT") throw new Interrupted();
    if (code === "ENOENT" || code === "EACCES") {
      throw new Failure("helm: must be a program, got none that starts; install it, or set HELM to where it is");
    }
    throw new Error(`helm ${args.slice(0, 3).join(" ")}: ${[stderr, stdout].join("").trim() || String(error)}`);
  }
}
