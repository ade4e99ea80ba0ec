import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ArgoApplication, nextStep, revisionOf, syncPatch } from "../../ci/scripts/delivery/argocd-status";
import { podProblem } from "../../ci/scripts/delivery/pods";
import { temporaryFolder } from "../sandbox/support";
import { refused, runScript } from "./support";

const TAG = "0123456789abcdef0123456789abcdef01234567";
const IMAGE = `444444444444.dkr.ecr.us-east-1.amazonaws.com/lms/courses:${TAG}`;
const WANTED = { image: IMAGE, released: true };
const NOW = Date.parse("2026-11-23T10:05:00Z");
const SINCE = "2026-11-23T10:00:00.000Z";

/** An application as Argo CD tells it, which has just looked at Git. */
const application = (sync: string, health: string, more: object = {}): ArgoApplication => ({
  status: { reconciledAt: "2999-01-01T00:00:00Z", sync: { status: sync }, health: { status: health }, ...more },
});
const withImage = { summary: { images: ["redis:8", IMAGE] } };
const operation = (phase: string, startedAt = "2026-11-23T10:00:05Z") => ({
  operationState: { phase, startedAt, message: "one or more objects failed" },
});

describe("the next step", () => {
  test.each([
    ["is over with the image, synced and healthy", application("Synced", "Healthy", withImage), "finish"],
    [
      "is over after the operation",
      application("Synced", "Healthy", { ...withImage, ...operation("Succeeded") }),
      "finish",
    ],
    ["is not over before it", application("Synced", "Healthy", { ...withImage, ...operation("Running") }), "wait"],
    ["waits for the image", application("Synced", "Healthy", { summary: { images: ["other"] } }), "wait"],
    ["waits for health", application("Synced", "Progressing", withImage), "wait"],
    ["gives what is degraded time", application("Synced", "Degraded", withImage), "wait"],
    ["syncs what is out of sync", application("OutOfSync", "Healthy"), "sync"],
    ["does not sync twice at a time", application("OutOfSync", "Healthy", operation("Running")), "wait"],
    [
      "ends a sync that was begun for another deployment and holds this one up",
      application("OutOfSync", "Healthy", operation("Running", "2026-11-19T10:00:00Z")),
      "terminate",
    ],
    [
      "waits for its end",
      application("OutOfSync", "Healthy", operation("Terminating", "2026-11-19T10:00:00Z")),
      "wait",
    ],
    [
      "leaves one alone that may be of this deployment",
      application("OutOfSync", "Healthy", operation("Running", "2026-11-23T10:00:00Z")),
      "wait",
    ],
    ["fails with the sync", application("OutOfSync", "Healthy", operation("Failed")), "fail"],
    ["fails with an error", application("OutOfSync", "Healthy", operation("Error")), "fail"],
    [
      "syncs again after another's failure",
      application("OutOfSync", "Healthy", operation("Failed", "2026-11-23T09:00:00Z")),
      "sync",
    ],
    [
      "does not take the pods of the image before, which are about to end, for a deployment that was taken back",
      application("Synced", "Healthy", { ...withImage, reconciledAt: "2026-11-23T09:59:59Z" }),
      "wait",
    ],
    [
      "does not sync what Argo CD has not looked at since",
      application("OutOfSync", "Healthy", { reconciledAt: "2026-11-23T09:59:59Z" }),
      "wait",
    ],
    ["goes on once it was looked at", application("OutOfSync", "Healthy", { reconciledAt: SINCE }), "sync"],
    ["waits for an application that is not there yet", {}, "wait"],
  ])("%s", (_, status: ArgoApplication, step) => {
    expect(nextStep(status, WANTED, SINCE, NOW).do).toBe(step);
  });

  test("is over without a release when no pod of the service is left", () => {
    const none = { image: IMAGE.replace(TAG, "0".repeat(40)), released: false };
    const step = (status: ArgoApplication) => nextStep(status, none, SINCE, NOW);
    expect(step(application("Synced", "Healthy", withImage))).toEqual({
      do: "wait",
      state: "Synced, Healthy, does not run without pods yet",
    });
    expect(step(application("OutOfSync", "Healthy", withImage)).do).toBe("sync");
    expect(step(application("Synced", "Healthy", { summary: { images: ["redis:8"] } })).do).toBe("finish");
  });

  test("tells that the state is an old one", () => {
    const status = application("Synced", "Healthy", { reconciledAt: "2026-11-23T09:59:59Z" });
    expect(nextStep(status, WANTED, SINCE, NOW).state).toBe(
      "Synced, Healthy, does not run the image yet, not compared with Git since",
    );
  });

  test("tells the state in words", () => {
    const conditions = [{ type: "ComparisonError", message: "no such file" }];
    const status = application("Unknown", "Missing", { conditions, ...operation("Failed") });
    expect(nextStep(status, WANTED, SINCE, NOW).state).toBe(
      "Unknown, Missing, operation Failed, does not run the image yet, ComparisonError: no such file: one or more objects failed",
    );
  });
});

test("a sync has the options of the application, as an automated one has", () => {
  const retry = { limit: 3 };
  expect(syncPatch({ spec: { syncPolicy: { syncOptions: ["ServerSideApply=true"], retry } } })).toEqual({
    operation: {
      initiatedBy: { username: "lms-pipeline" },
      sync: { prune: true, syncOptions: ["ServerSideApply=true"], syncStrategy: { hook: {} } },
      retry,
    },
  });
  expect(syncPatch({})).toEqual({
    operation: {
      initiatedBy: { username: "lms-pipeline" },
      sync: { prune: true, syncOptions: [], syncStrategy: { hook: {} } },
    },
  });
});

test("waits for an application that has no state yet", () => {
  const none = { status: null } as unknown as ArgoApplication;
  expect(nextStep(none, WANTED, SINCE, NOW)).toEqual({
    do: "wait",
    state: "Unknown, Unknown, does not run the image yet, not compared with Git since",
  });
});

describe("the revision", () => {
  const [commit, before, older] = ["c", "b", "a"].map((digit) => digit.repeat(40)) as [string, string, string];
  const history = [{ revision: older }, { revision: before }];
  const manual = { ...application("OutOfSync", "Healthy"), spec: { syncPolicy: {} } };
  const status = { ...manual.status, history: [...history, { revision: commit }] };

  test("is the delivery's for what does not sync by itself, and the branch's tip for all else", () => {
    expect(revisionOf(manual, { delivery: commit, leaving: "" })).toBe(commit);
    expect(revisionOf(manual, { delivery: "", leaving: "" })).toBeUndefined();
    expect(revisionOf({ spec: { syncPolicy: { automated: {} } } }, { delivery: commit, leaving: "" })).toBeUndefined();
    expect(syncPatch(manual, commit)).toMatchObject({ operation: { sync: { revision: commit, prune: true } } });
  });

  test("of a delivery that is taken back is what was synced before it, with its chart and values", () => {
    const back = (leaving: string, more: object) =>
      revisionOf({ ...manual, status: { ...status, ...more } }, { delivery: "", leaving });
    expect(back(commit, {})).toBe(before);
    expect(back(commit, { history })).toBe(before);
    expect(back("none", { history })).toBe(before);
    expect(back(commit, { history: undefined })).toBeUndefined();
  });

  test("decides what is over, though the branch has moved on", () => {
    const wanted = { ...WANTED, revision: commit };
    const synced = (revision: string, startedAt = "2026-11-23T10:00:05Z") =>
      application("OutOfSync", "Healthy", {
        ...withImage,
        operationState: { phase: "Succeeded", startedAt, syncResult: { revision } },
      });
    expect(nextStep(synced(commit), wanted, SINCE, NOW).do).toBe("finish");
    expect(nextStep(synced(before), wanted, SINCE, NOW).do).toBe("sync");
    expect(nextStep(synced(commit, "2026-11-23T09:00:00Z"), wanted, SINCE, NOW).do).toBe("sync");
    expect(nextStep(synced(commit), WANTED, SINCE, NOW).do).toBe("sync");
  });
});

/** What a cluster says that is not there. */
const NOBODY = "nobody: connection refused";

/** Runs the script in a cluster that gives these answers one after the other, and the last one for ever. */
async function wait(answers: readonly (ArgoApplication | string)[], ...args: string[]) {
  const folder = temporaryFolder();
  const pods = args.indexOf("--pods");
  writeFileSync(join(folder, "pods"), pods === -1 ? "{}" : (args[pods + 1] ?? ""));
  const more = pods === -1 ? args : args.slice(0, pods);
  const log = join(folder, "log");
  writeFileSync(log, "");
  answers.forEach((answer, index) => {
    writeFileSync(join(folder, `answer${index + 1}`), typeof answer === "string" ? answer : JSON.stringify(answer));
  });
  const aws = `echo "aws $@" >> ${log}; echo found > "$KUBECONFIG"`;
  const kubectl = `[ -e "$KUBECONFIG" ] || exit 20
[ "$2" = pods ] && exec cat ${folder}/pods
echo "kubectl $@" >> ${log}
[ "$1" = get ] || exit 0
looks=$(grep -c 'kubectl get' ${log})
[ -e ${folder}/answer$looks ] || looks=${answers.length}
grep -q nobody ${folder}/answer$looks && { cat ${folder}/answer$looks >&2; exit 1; }
cat ${folder}/answer$looks`;
  const options = ["--environment", "dev", "--service", "courses", "--tag", TAG, "--interval", "1"];
  const ending = await runScript("wait-for-argocd", [...options, ...more], { programs: { aws, kubectl } });
  return { ending, calls: readFileSync(log, "utf8").trim().split("\n") };
}

describe("wait-for-argocd", () => {
  const find = "aws eks update-kubeconfig --name lms-dev --region us-east-1";
  const where = "applications.argoproj.io/dev-courses --namespace=argocd --request-timeout=30s";
  const look = [
    `kubectl annotate ${where} --overwrite argocd.argoproj.io/refresh=normal`,
    `kubectl get ${where} --output=json`,
  ];

  test("syncs, waits until the image is healthy, and says each state once", async () => {
    const outOfSync = {
      spec: { syncPolicy: { syncOptions: ["PruneLast=true"] } },
      ...application("OutOfSync", "Healthy"),
    };
    const progressing = application("Synced", "Progressing", withImage);
    const { ending, calls } = await wait([
      outOfSync,
      progressing,
      progressing,
      application("Synced", "Healthy", withImage),
    ]);
    expect(ending).toEqual({
      exitCode: 0,
      stdout:
        "dev-courses: OutOfSync, Healthy, does not run the image yet\n" +
        "dev-courses: Synced, Progressing, runs the image\n" +
        "dev-courses: Synced, Healthy, runs the image\n",
      stderr: "",
    });
    const patch = JSON.stringify(syncPatch(outOfSync));
    expect(calls).toEqual([
      find,
      ...look,
      `kubectl patch ${where} --type=merge --patch=${patch}`,
      ...look,
      ...look,
      ...look,
    ]);
  });

  const nobody =
    "kubectl get applications.argoproj.io/dev-courses: must succeed, got exit code 1; look at the application dev-courses " +
    "of Argo CD in the cluster lms-dev:\n";

  test("bears with a cluster that does not answer now and then, however often", async () => {
    const progressing = application("Synced", "Progressing", withImage);
    const answers = [NOBODY, progressing, NOBODY, progressing, NOBODY, application("Synced", "Healthy", withImage)];
    const { ending } = await wait(answers);
    expect(ending).toMatchObject({ exitCode: 0, stderr: "" });
    expect(ending.stdout.split("connection refused")).toHaveLength(4);
  });

  test("does not wait for a cluster that will not let it in, nor for one that talks nonsense", async () => {
    const { ending } = await wait(["nobody Error from server (Forbidden): no"]);
    expect(ending).toEqual({ exitCode: 1, stdout: "", stderr: `${nobody}nobody Error from server (Forbidden): no\n` });
    expect((await wait(["<html>"], "--timeout", "1")).ending.stderr).toBe(
      `dev-courses: must run ${IMAGE} in time, got kubectl get applications.argoproj.io/dev-courses: must print JSON, got ` +
        '"<html>"; look at the application dev-courses of Argo CD in the cluster lms-dev; look at its pods and events\n',
    );
  });

  test("gives up early on an image that cannot be pulled and on a container that only crashes", async () => {
    const progressing = application("Synced", "Progressing", withImage);
    const pod = (image: string, waiting: object, restartCount = 0) => ({
      items: [
        {
          metadata: { name: "courses-1" },
          spec: { containers: [{ name: "courses", image }] },
          status: { containerStatuses: [{ name: "courses", restartCount, state: { waiting } }] },
        },
      ],
    });
    const pull = pod(IMAGE, { reason: "ImagePullBackOff", message: "not found" });
    const { ending } = await wait([progressing], "--ailing", "1", "--pods", JSON.stringify(pull));
    expect(ending.stderr).toBe(
      "dev-courses: must become healthy, got Synced, Progressing, runs the image, and pod courses-1: ImagePullBackOff: not " +
        "found; see its logs and events\n",
    );
    const crash = { reason: "CrashLoopBackOff" };
    expect(podProblem(pod(IMAGE, crash, 3), IMAGE)).toBe("pod courses-1: CrashLoopBackOff");
    expect(podProblem(pod(IMAGE, crash, 2), IMAGE)).toBeUndefined();
    expect(podProblem(pod("other", crash, 9), IMAGE)).toBeUndefined();
    expect(podProblem({}, IMAGE)).toBeUndefined();
  });

  test("ends a sync that is in the way, and begins its own", async () => {
    const old = { operationState: { phase: "Running", startedAt: "2026-11-19T10:00:00Z" } };
    const { ending, calls } = await wait([
      application("OutOfSync", "Healthy", old),
      application("OutOfSync", "Healthy"),
      application("Synced", "Healthy", withImage),
    ]);
    expect(ending.exitCode).toBe(0);
    const patches = calls.filter((call) => call.startsWith("kubectl patch"));
    expect(patches).toEqual([
      `kubectl patch ${where} --type=json --patch=[{"op":"test","path":"/status/operationState/phase","value":"Running"},` +
        '{"op":"replace","path":"/status/operationState/phase","value":"Terminating"}]',
      `kubectl patch ${where} --type=merge --patch=${JSON.stringify(syncPatch({}))}`,
    ]);
  });

  test("gives up in time", async () => {
    const { ending } = await wait([application("Synced", "Progressing", withImage)], "--timeout", "1");
    expect(ending).toMatchObject({
      exitCode: 1,
      stderr: `dev-courses: must run ${IMAGE} in time, got Synced, Progressing, runs the image; look at its pods and events\n`,
    });
  });

  test("gives up at once when the sync fails", async () => {
    const failed = { operationState: { phase: "Failed", startedAt: "2999-01-01T00:00:00Z", message: "denied" } };
    const { ending, calls } = await wait([application("OutOfSync", "Healthy", failed)]);
    expect(ending).toMatchObject({
      exitCode: 1,
      stderr:
        "dev-courses: the sync must succeed, got OutOfSync, Healthy, operation Failed, does not run the image yet: denied; " +
        "correct the values\n",
    });
    expect(calls).toEqual([find, ...look]);
  });

  test("gives up on what stays degraded", async () => {
    const { ending } = await wait([application("Synced", "Degraded", withImage)], "--ailing", "1");
    expect(ending.stderr).toBe(
      "dev-courses: must become healthy, got Synced, Degraded, runs the image, and it is degraded; see its logs and events\n",
    );
  });

  test("takes a first release back: waits until no pod of it is left", async () => {
    const answers = [
      application("OutOfSync", "Degraded", withImage),
      application("Synced", "Healthy", withImage),
      application("Synced", "Healthy"),
    ];
    const { ending, calls } = await wait(answers, "--tag", "0".repeat(40));
    expect(ending).toMatchObject({ exitCode: 0, stderr: "" });
    expect(calls.filter((call) => call.startsWith("kubectl patch"))).toHaveLength(1);
  });

  test("refuses a cluster that it may not see, and a time that is none", async () => {
    const programs = { aws: "echo AccessDeniedException >&2; exit 254" };
    const args = ["--environment", "dev", "--service", "courses", "--tag", TAG];
    expect(await runScript("wait-for-argocd", args, { programs })).toEqual(
      refused(
        "aws eks update-kubeconfig: must succeed, got exit code 254; look at the application dev-courses of Argo CD in " +
          "the cluster lms-dev:\nAccessDeniedException",
      ),
    );
    expect((await wait([], "--timeout", "soon")).ending).toEqual(
      refused('wait-for-argocd: --timeout must be 1 to 86400 whole seconds, got "soon"; see --help'),
    );
  });
});
