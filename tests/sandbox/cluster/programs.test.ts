import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "../../../environments";
import { findClusterPrograms, kubernetesRelease } from "../../../sandbox/cluster/programs";
import { type Archive, publishedArchives } from "../../../sandbox/cluster/published";
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

const NONE_PUBLISHED = `none are published for ${process.platform} ${process.arch}`;

/** A Go that writes its arguments where it is told to write a program. */
const GO = 'while [ "$1" != "-o" ]; do shift; done; mkdir -p "$(dirname "$2")"; echo "$3" > "$2"';

/** A server with an archive of the programs in a folder, and the archive as it should be. */
async function published(): Promise<{ readonly archive: Archive; readonly server: Server }> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "kubernetes", "bin"), { recursive: true });
  for (const name of [...NAMES, "kubelet"]) writeFileSync(join(folder, "kubernetes", "bin", name), `the ${name}`);
  execFileSync("tar", ["-czf", "all.tar.gz", "kubernetes"], { cwd: folder });
  const content = readFileSync(join(folder, "all.tar.gz"));
  const server = createServer((_, response) => response.end(content)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const archive = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/all.tar.gz`,
    algorithm: "sha512",
    checksum: createHash("sha512").update(content).digest("hex"),
    folder: "kubernetes/bin",
    programs: NAMES,
  } as const;
  return { archive, server };
}

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

  it("are unpacked of what is published, and nothing else is", async () => {
    const { archive, server } = await published();
    const env = { XDG_CACHE_HOME: temporaryFolder(), PATH: SYSTEM };
    const { folder } = (await findClusterPrograms(env, signal, [archive])) as { folder: string };
    server.close();
    expect(readdirSync(folder).sort()).toEqual(NAMES);
    expect(readFileSync(join(folder, "etcd"), "utf8")).toBe("the etcd");
    expect(await findClusterPrograms(env, signal, [])).toEqual({ folder });
  });

  it("are never unpacked of an archive with another checksum: they are built", async () => {
    const { archive, server } = await published();
    const other = { ...archive, checksum: "0".repeat(128) };
    const env = { XDG_CACHE_HOME: temporaryFolder(), PATH: SYSTEM };
    expect(await findClusterPrograms(env, signal, [other])).toEqual({
      missing: `${archive.url} has the sha512 ${archive.checksum}, not ${"0".repeat(128)}; no Go to build them with`,
    });
    const withGo = { ...env, PATH: `${fakePrograms({ go: GO })}:${SYSTEM}` };
    const { folder } = (await findClusterPrograms(withGo, signal, [other])) as { folder: string };
    server.close();
    expect(readFileSync(join(folder, "etcd"), "utf8")).toBe("go.etcd.io/etcd/server/v3\n");
  });

  it("are built where what is published is out of reach", async () => {
    const { archive, server } = await published();
    server.close();
    await once(server, "close");
    const env = { XDG_CACHE_HOME: temporaryFolder(), PATH: SYSTEM };
    expect(await findClusterPrograms(env, signal, [archive])).toEqual({
      missing: `${archive.url} cannot be read (ECONNREFUSED); no Go to build them with`,
    });
  });

  it("are published for Linux, of the release that is built", () => {
    expect(publishedArchives("darwin", "arm64")).toEqual([]);
    for (const [arch, name] of [
      ["x64", "amd64"],
      ["arm64", "arm64"],
    ] as const) {
      const [kubernetes, etcd, ...more] = publishedArchives("linux", arch);
      expect(kubernetes?.url).toBe(`https://dl.k8s.io/${kubernetesRelease()}/kubernetes-server-linux-${name}.tar.gz`);
      expect(kubernetes?.checksum).toMatch(/^[0-9a-f]{128}$/);
      expect(etcd?.url).toMatch(
        new RegExp(`/etcd/releases/download/v3\\.6\\.\\d+/etcd-v3\\.6\\.\\d+-linux-${name}.tar.gz$`),
      );
      expect(etcd?.checksum).toMatch(/^[0-9a-f]{64}$/);
      expect([...(kubernetes?.programs ?? []), ...(etcd?.programs ?? [])].sort()).toEqual(NAMES);
      expect(more).toEqual([]);
    }
  });

  it("are built into the cache, once, where nothing names them", async () => {
    const env = { XDG_CACHE_HOME: temporaryFolder(), PATH: `${fakePrograms({ go: GO })}:${SYSTEM}` };
    const [one, other] = await Promise.all([
      findClusterPrograms(env, signal, []),
      findClusterPrograms(env, signal, []),
    ]);
    expect(one).toEqual(other);
    const { folder } = one as { folder: string };
    expect(readdirSync(folder).sort()).toEqual(NAMES);
    expect(readdirSync(join(folder, ".."))).toHaveLength(1);
    // From now on without Go.
    expect(await findClusterPrograms({ ...env, PATH: "" }, signal, [])).toEqual({ folder });
  });

  it("are missing without Go, and with the last words of a build that fails", async () => {
    const cache = temporaryFolder();
    expect(await findClusterPrograms({ XDG_CACHE_HOME: cache, PATH: "" }, signal, [])).toEqual({
      missing: `${NONE_PUBLISHED}; no Go to build them with`,
    });
    const failing = `${fakePrograms({ go: "echo 'go: no network' >&2; exit 1" })}:${SYSTEM}`;
    expect(await findClusterPrograms({ XDG_CACHE_HOME: cache, PATH: failing }, signal, [])).toEqual({
      missing: `${NONE_PUBLISHED}; kube-apiserver could not be built: go: no network`,
    });
    expect(readdirSync(join(cache, "lms-platform", "cluster"))).toEqual([]);
  });

  it("are taken over from a build whose process has ended", async () => {
    const cache = temporaryFolder();
    const env = { XDG_CACHE_HOME: cache, PATH: `${fakePrograms({ go: GO })}:${SYSTEM}` };
    const first = (await findClusterPrograms(env, signal, [])) as { folder: string };
    const other = temporaryFolder();
    mkdirSync(join(other, "lms-platform", "cluster"), { recursive: true });
    const name = first.folder.split("/").at(-1);
    writeFileSync(join(other, "lms-platform", "cluster", `${name}.building`), "999999999");
    expect(await findClusterPrograms({ ...env, XDG_CACHE_HOME: other }, signal, [])).toEqual({
      folder: join(other, "lms-platform", "cluster", String(name)),
    });
  });

  it("are of the minor version of every environment's cluster", () => {
    for (const { name, cluster } of ENVIRONMENTS) {
      expect([name, kubernetesRelease().startsWith(`v${cluster.kubernetesVersion}.`)]).toEqual([name, true]);
    }
  });
});
