import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Failure } from "../failure";
import { attempt } from "../process";
import { clusterProgram } from "../tools";
import { LIST_REVISIONS, revisionsOf, type Unsettled, unsettledReleases } from "./release";

/** A cluster, asked by `kubectl` and `helm`. @throws Failure of both when they do not succeed */
export interface ClusterCommands {
  kubectl(...args: readonly string[]): Promise<string>;
  helm(...args: readonly string[]): Promise<string>;
}

/** The name of a cluster of EKS, and its region. */
export interface ClusterPlace {
  readonly cluster: string;
  readonly region: string;
}

/** Works on a cluster, with the AWS credentials at hand. @throws Failure with what the AWS CLI says */
export async function onCluster<T>(
  { cluster, region }: ClusterPlace,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
  work: (commands: ClusterCommands) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "lms-releases-"));
  const must = async (command: string, args: readonly string[]): Promise<string> => {
    const kubeconfig = { KUBECONFIG: join(folder, "kubeconfig") };
    const { exitCode, stdout, stderr } = await attempt({ command, args, env: { ...env, ...kubeconfig }, signal });
    if (exitCode === 0) return stdout;
    const what = [basename(command), ...args.slice(0, 2)].join(" ");
    throw new Failure(`${cluster}: ${what} must succeed, got ${stderr.trim() || stdout.trim()}`);
  };
  try {
    await must("aws", ["eks", "update-kubeconfig", "--name", cluster, "--region", region]);
    return await work({
      kubectl: (...args) => must(clusterProgram("kubectl", env), args),
      helm: (...args) => must(clusterProgram("helm", env), args),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The releases of a cluster that are not as an apply should have left them. */
export async function findUnsettled(cluster: ClusterCommands): Promise<Unsettled[]> {
  return unsettledReleases(revisionsOf(await cluster.kubectl(...LIST_REVISIONS)));
}

/**
 * Runs the remedy of each release that has one. No one may be at work in the cluster: a release that is being upgraded looks like
 * one whose upgrade was killed.
 * @throws Failure with what is stuck all the same
 */
export async function mend(cluster: ClusterCommands, unsettled: readonly Unsettled[]): Promise<void> {
  for (const { remedy } of unsettled) {
    if (remedy !== undefined) await cluster[remedy.program](...remedy.args);
  }
  const left = (await findUnsettled(cluster)).filter(({ remedy }) => remedy !== undefined);
  if (left.length === 0) return;
  const names = left.map(({ last }) => `${last.namespace}/${last.release}, which is ${last.status}`);
  throw new Failure(`releases: none may be stuck once they are mended, got ${names.join("; ")}`);
}
