import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "../../../environments";
import { findClusterPrograms, kubernetesRelease } from "../../../sandbox/cluster/programs";
import { fakePrograms, temporaryFolder } from "../support";

const signal = new AbortController().signal;
const NAMES = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"];

/** The end of a PATH with what a shell script needs. */
const SYSTEM = "/usr/bin:/bin";

function withPrograms(...names: readonly string[]): string {
  const folder = temporaryFolder();
  for (const name of names) writeFileSync(join(folder, name), "");
  return folder;
}

/** A Go that writes its arguments where it is told to write a program. */
const GO = 'while [ "$1" != "-o" ]; do shift; done; mkdir -p "$(dirname "$2")"; echo "$3" > "$2"';

describe("the programs of a cluster", () => {
  it("are those of the folder that the user names", async () => {
    const folder = withPrograms(...NAMES);
    expect(await findClusterPrograms({ KUBEBUILDER_ASSETS: folder }, signal)).toEqual({ folder });
  });

  it("are missing where the user's folder lacks one", async () => {
    const folder = withPrograms("etcd", "kube-apiserver");
    expect(await findClusterPrograms({ KUBEBUILDER_ASSETS: folder }, signal)).toEqual({
      missing: "KUBEBUILDER_ASSETS has no kube-controller-manager, kube-scheduler",
    });
  });

  it("are built into the cache, once, where nothing names them", async () => {
    const env = { XDG_CACHE_HOME: temporaryFolder(), PATH: `${fakePrograms({ go: GO })}:${SYSTEM}` };
    const [one, other] = await Promise.all([findClusterPrograms(env, signal), findClusterPrograms(env, signal)]);
    expect(one).toEqual(other);
    const { folder } = one as { folder: string };
    expect(readdirSync(folder).sort()).toEqual(NAMES);
    expect(readdirSync(join(folder, ".."))).toHaveLength(1);
    // From now on without Go.
    expect(await findClusterPrograms({ ...env, PATH: "" }, signal)).toEqual({ folder });
  });

  it("are missing without Go, and with the last words of a build that fails", async () => {
    const cache = temporaryFolder();
    expect(await findClusterPrograms({ XDG_CACHE_HOME: cache, PATH: "" }, signal)).toEqual({
      missing: "no Go to build them with",
    });
    const failing = `${fakePrograms({ go: "echo 'go: no network' >&2; exit 1" })}:${SYSTEM}`;
    expect(await findClusterPrograms({ XDG_CACHE_HOME: cache, PATH: failing }, signal)).toEqual({
      missing: "kube-apiserver could not be built: go: no network",
    });
    expect(readdirSync(join(cache, "lms-platform", "cluster"))).toEqual([]);
  });

  it("are taken over from a build whose process has ended", async () => {
    const cache = temporaryFolder();
    const env = { XDG_CACHE_HOME: cache, PATH: `${fakePrograms({ go: GO })}:${SYSTEM}` };
    const first = (await findClusterPrograms(env, signal)) as { folder: string };
    const other = temporaryFolder();
    mkdirSync(join(other, "lms-platform", "cluster"), { recursive: true });
    const name = first.folder.split("/").at(-1);
    writeFileSync(join(other, "lms-platform", "cluster", `${name}.building`), "999999999");
    expect(await findClusterPrograms({ ...env, XDG_CACHE_HOME: other }, signal)).toEqual({
      folder: join(other, "lms-platform", "cluster", String(name)),
    });
  });

  it("are of the minor version of every environment's cluster", () => {
    for (const { name, cluster } of ENVIRONMENTS) {
      expect([name, kubernetesRelease().startsWith(`v${cluster.kubernetesVersion}.`)]).toEqual([name, true]);
    }
  });
});
