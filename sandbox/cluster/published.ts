import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../scripts/failure";
import { run } from "../../scripts/process";
import { download } from "../../scripts/tools";

/** Archive of programs, as their project publishes it. */
export interface Archive {
  readonly url: string;
  readonly algorithm: "sha256" | "sha512";
  /** Of the archive, in hexadecimal digits. */
  readonly checksum: string;
  /** The folder in the archive that has the programs, and their names. */
  readonly folder: string;
  readonly programs: readonly string[];
}

const KUBERNETES = "v1.35.4";
const ETCD = "v3.6.14";

/**
 * Checksums by architecture, as Kubernetes' change log has them for its server binaries, and Kubespray's list for etcd's archives.
 * @see https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.35.md
 * @see https://github.com/kubernetes-sigs/kubespray/blob/master/roles/kubespray_defaults/vars/main/checksums.yml
 */
const CHECKSUMS: Readonly<Record<string, { readonly kubernetes: string; readonly etcd: string }>> = {
  amd64: {
    kubernetes:
      "7454c2d9023de3230972e965e1e2a587a291e2a1abee703bb0737057e1646b23ebac538b93dd778e93579e3c293dc1fa8d002e6848ad5ebc01598bc47358fe44",
    etcd: "ffe840ff9295808e88cce2794a18a5ac87f12a5203c8314d0bf6aa119b41bac5",
  },
  arm64: {
    kubernetes:
      "67187a2fe780be7816f9d10e082ed02cbba306bab379980280d00ba4c4017ff53c50cd2ff81d248c91ddcc064276b8760e17c73a1a7da1d35067a6fc0ffbdc88",
    etcd: "fa1b80565ee6fc2df1ae6f57a508b221f3ecc7d591c317c581cd8281b0842b3e",
  },
};

/** The archives of a cluster's programs for a platform; none where their projects publish no programs of a control plane. */
export function publishedArchives(platform: string, arch: string): readonly Archive[] {
  const architecture = arch.replace(/^x64$/, "amd64");
  const checksums = CHECKSUMS[architecture];
  if (platform !== "linux" || checksums === undefined) return [];
  const etcd = `etcd-${ETCD}-linux-${architecture}`;
  return [
    {
      url: `https://dl.k8s.io/${KUBERNETES}/kubernetes-server-linux-${architecture}.tar.gz`,
      algorithm: "sha512",
      checksum: checksums.kubernetes,
      folder: "kubernetes/server/bin",
      programs: ["kube-apiserver", "kube-controller-manager", "kube-scheduler"],
    },
    {
      url: `https://github.com/etcd-io/etcd/releases/download/${ETCD}/${etcd}.tar.gz`,
      algorithm: "sha256",
      checksum: checksums.etcd,
      folder: etcd,
      programs: ["etcd"],
    },
  ];
}

/** Milliseconds without a byte after which a server is given up. */
const PATIENCE_MS = 15_000;

/**
 * Unpacks the programs of archives into a folder. Only an archive with its checksum is unpacked.
 * @throws Failure that says why one cannot be had
 */
export async function unpackPublished(
  archives: readonly Archive[],
  folder: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const { url, algorithm, checksum, folder: inside, programs } of archives) {
    const content = await download("cluster", url, signal, PATIENCE_MS);
    const got = createHash(algorithm).update(content).digest("hex");
    if (got !== checksum) throw new Failure(`${url} has the ${algorithm} ${got}, not ${checksum}`);
    const file = join(folder, "archive.tar.gz");
    writeFileSync(file, content);
    const strip = `--strip-components=${inside.split("/").length}`;
    const args = ["-xzf", file, "-C", folder, strip, ...programs.map((program) => `${inside}/${program}`)];
    const { exitCode, stderr } = await run({ command: "tar", args, env, signal, graceMs: 0 });
    if (exitCode !== 0) throw new Failure(`${url} cannot be unpacked: ${stderr.trim()}`);
    rmSync(file);
  }
}
