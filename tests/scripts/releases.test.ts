import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Revision, revisionsOf, unsettledReleases, unsettledText } from "../../scripts/releases/release";
import { fakePrograms, runProgram, temporaryFolder } from "../sandbox/support";

/** As `kubectl get secrets --label-columns=name,version,status --no-headers` prints it. */
const LISTED = `argocd       sh.helm.release.v1.argo-cd.v1         helm.sh/release.v1   1     3d    argo-cd         1    superseded
argocd       sh.helm.release.v1.argo-cd.v2         helm.sh/release.v1   1     2d    argo-cd         2    deployed
monitoring   sh.helm.release.v1.otel-collector.v9  helm.sh/release.v1   1     5m    otel-collector  9    deployed
monitoring   sh.helm.release.v1.otel-collector.v10 helm.sh/release.v1   1     40s   otel-collector  10   pending-upgrade
`;

const revision = (number: number, status: string, release = "external-dns"): Revision => {
  return { namespace: "kube-system", release, number, status, secret: `sh.helm.release.v1.${release}.v${number}` };
};

describe("the revisions of releases", () => {
  it("are what kubectl lists", () => {
    expect(revisionsOf(LISTED)).toHaveLength(4);
    expect(revisionsOf(LISTED)[3]).toEqual({
      namespace: "monitoring",
      release: "otel-collector",
      number: 10,
      status: "pending-upgrade",
      secret: "sh.helm.release.v1.otel-collector.v10",
    });
    expect(revisionsOf("")).toEqual([]);
  });

  it("must have their labels", () => {
    expect(() => revisionsOf("argocd   sh.helm.release.v1.argo-cd.v1   helm.sh/release.v1   1   3d   argo-cd")).toThrow(
      /^a line of kubectl must have a namespace, a Secret and its labels, got "argocd /,
    );
  });
});

describe("a release", () => {
  it.each([
    ["a killed upgrade", ["deployed", "pending-upgrade"], "helm rollback external-dns 1 --namespace kube-system"],
    [
      "an upgrade killed at its very end",
      ["superseded", "superseded", "pending-upgrade"],
      "helm rollback external-dns 2 --namespace kube-system",
    ],
    [
      "a killed upgrade after one that failed",
      ["deployed", "failed", "pending-upgrade"],
      "helm rollback external-dns 1 --namespace kube-system",
    ],
    [
      "a killed rollback",
      ["superseded", "deployed", "failed", "pending-rollback"],
      "helm rollback external-dns 2 --namespace kube-system",
    ],
    [
      "a killed first installation",
      ["pending-install"],
      "kubectl delete secret sh.helm.release.v1.external-dns.v1 --namespace kube-system",
    ],
    [
      "a killed upgrade of what was never deployed",
      ["failed", "pending-upgrade"],
      "kubectl delete secret sh.helm.release.v1.external-dns.v2 --namespace kube-system",
    ],
    ["a killed removal", ["superseded", "uninstalling"], "helm uninstall external-dns --namespace kube-system"],
    ["a first installation that failed", ["failed"], "the next apply goes on from there"],
    ["an upgrade that failed", ["deployed", "failed"], "the next apply goes on from there"],
  ])("after %s", (_, statuses, command) => {
    const revisions = statuses.map((status, index) => revision(index + 1, status));
    expect(unsettledReleases(revisions.toReversed()).map(unsettledText)).toEqual([
      `kube-system/external-dns: revision ${statuses.length} is ${statuses.at(-1)}; ${command}`,
    ]);
  });

  it.each([[["deployed"]], [["superseded", "failed", "deployed"]], [["uninstalled"]]])(
    "that is %j needs nothing",
    (statuses) => {
      expect(unsettledReleases(statuses.map((status, index) => revision(index + 1, status)))).toEqual([]);
    },
  );

  it("is told by itself, in the order of the names", () => {
    const revisions = [revision(2, "pending-upgrade", "b"), revision(1, "deployed", "b"), revision(1, "failed", "a")];
    expect(unsettledReleases(revisions).map(({ last }) => [last.release, last.number])).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
  });
});

describe("the command", () => {
  const STATE_LOCK = '{"Contents":[{"Key":"dev-addons/terraform.tfstate.tflock"}]}';

  /** A cluster with a killed upgrade, which a rollback mends. @returns what it was asked, and how the command ended */
  async function run(args: readonly string[], { listed = "{}", helm = "" } = {}) {
    const folder = temporaryFolder();
    const asked = join(folder, "asked");
    const log = (name: string) => `echo ${name} "$@" >> ${asked}`;
    const programs = fakePrograms({
      aws: `${log("aws")}; [ "$1" = s3api ] && echo '${listed}'; exit 0`,
      kubectl: `${log("kubectl")}; if [ -e ${folder}/mended ]; then status=deployed; else status=pending-upgrade; fi
echo "argocd sh.helm.release.v1.argo-cd.v1 helm.sh/release.v1 1 2d argo-cd 1 superseded"
echo "argocd sh.helm.release.v1.argo-cd.v2 helm.sh/release.v1 1 1m argo-cd 2 $status"`,
      helm: helm || `${log("helm")}; touch ${folder}/mended`,
    });
    const env = { PATH: `${programs}:/bin:/usr/bin`, KUBECTL: "kubectl", HELM: "helm" };
    const ended = await runProgram("scripts/releases.ts", args, env);
    return { ...ended, asked: existsSync(asked) ? readFileSync(asked, "utf8").trim().split("\n") : [] };
  }

  const FOUND = "argocd/argo-cd: revision 2 is pending-upgrade; helm rollback argo-cd 1 --namespace argocd\n";

  it("tells what is stuck, and touches nothing", async () => {
    const { exitCode, stdout, asked } = await run(["dev-addons"]);
    expect([exitCode, stdout]).toEqual([2, `${FOUND}dev-addons: 1 stuck\n`]);
    expect(asked).toEqual([
      "aws eks update-kubeconfig --name lms-dev --region us-east-1",
      "kubectl get secrets --all-namespaces --selector=owner=helm --label-columns=name,version,status --no-headers",
    ]);
  });

  it("mends it when it is told to", async () => {
    const { exitCode, stdout, asked } = await run(["dev-addons", "--mend"]);
    expect([exitCode, stdout]).toEqual([0, `${FOUND}dev-addons: 1 stuck, and mended; apply again\n`]);
    expect(asked[0]).toMatch(
      /^aws s3api list-objects-v2 --bucket \S+ --prefix dev-addons\/terraform\.tfstate\.tflock /,
    );
    expect(asked.filter((line) => line.startsWith("helm"))).toEqual(["helm rollback argo-cd 1 --namespace argocd"]);
  });

  it("mends nothing while someone is at the root", async () => {
    const { exitCode, stderr, asked } = await run(["dev-addons", "--mend"], { listed: STATE_LOCK });
    expect([exitCode, stderr]).toEqual([
      1,
      'dev-addons: no one may be at it while releases are mended, got a lock of its state; see "Recover" in README.md\n',
    ]);
    expect(asked).toHaveLength(1);
  });

  it("says what stays stuck, and what a command says that fails", async () => {
    expect((await run(["dev-addons", "--mend"], { helm: "exit 0" })).stderr).toBe(
      "releases: none may be stuck once they are mended, got argocd/argo-cd, which is pending-upgrade\n",
    );
    expect((await run(["dev-addons", "--mend"], { helm: "echo 'Error: no revision' >&2; exit 1" })).stderr).toBe(
      "lms-dev: helm rollback argo-cd must succeed, got Error: no revision\n",
    );
  });

  it("takes one root of add-ons", async () => {
    expect((await run(["dev-platform"])).stderr).toMatch(
      /^releases: must name one root of add-ons, got "dev-platform"; choose from dev-addons, /,
    );
    expect((await run([])).stderr).toMatch(
      /^releases: must name one root of add-ons, got ""; choose from dev-addons, /,
    );
    expect((await run(["dev-addons", "--fix"])).stderr).toMatch(/^releases: Unknown option '--fix'.*; see --help\n$/);
  });
});
