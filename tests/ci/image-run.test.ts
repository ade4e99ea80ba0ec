import { beforeAll, beforeEach, expect, test } from "vitest";
import type { GroovyFile } from "../../ci/scripts/jenkinsfiles/groovy";
import { type Build, build, Locks } from "./jenkins";
import { SIGNATURE, StandIns } from "./stand-ins";
import { repository, sharedLibrary } from "./support";

// The stages that make an image, run as Jenkins does it, from the question whether it is there.

const COMMIT = "0123456789abcdef0123456789abcdef01234567";

/** What comes before that question. */
const BEFORE = "release|delivery-diff|tell reference";
/** Checks that change nothing, and of which other tests know what they refuse; those who ask who one is. */
const CHECKS = "assume-role|scan-findings|verify-image";

let library: ReadonlyMap<string, GroovyFile>;
let origin = "";
let around: StandIns;
let digest = "";

beforeAll(async () => {
  library = await sharedLibrary();
  ({ origin } = await repository(() => {}));
});

beforeEach(() => {
  around = new StandIns(origin);
  digest = around.layout(COMMIT);
});

/** Runs a build of main, with all its checks or without those that change nothing. @param held the program it is aborted in */
function make({ held, whole = false }: { readonly held?: string; readonly whole?: boolean }): Promise<Build> {
  const pipeline = library.get("lmsService");
  if (pipeline === undefined) throw new Error("no pipeline");
  const found = { BRANCH_NAME: "main", BUILD_URL: "https://jenkins.example.edu/job/7/", PLATFORM_COMMIT: "main" };
  const named = { IMAGE: "registry/lms/courses", IMAGE_TAG: COMMIT, STOPS: "none" };
  return build({
    pipeline,
    library,
    origin,
    scm: origin,
    locks: new Locks(),
    variables: { ...around.env, ...found, ...named, ...(held === undefined ? {} : { HOLD: held }) },
    parameters: { SNYK: "off" },
    credentials: {},
    locals: { service: "courses" },
    leaveOut: new RegExp(`${BEFORE}|notify-slack${whole ? "" : `|${CHECKS}`}`),
    ...(held === undefined ? {} : { abort: { during: stepOf(held), when: () => around.isHeld } }),
  });
}

/** The step that a program is run in. */
const stepOf = (program: string) => (program.startsWith("cosign") ? "sign-image.ts" : program);

const held = () => [around.held("courses", "pushed"), around.held("courses", "signed")];

test("an abort before the push leaves nothing in the registry", async () => {
  const aborts = [
    ["make -C service install", "Install"],
    ["make -C service lint", "Lint"],
    ["make -C service test", "Unit tests"],
    ["make -C service integration-test", "Integration tests"],
    ["trivy fs", "Security scan"],
    ["buildctl-daemonless.sh", "Image build"],
    ["trivy image --input", "Image scan"],
    ["skopeo copy", "Push"],
  ] as const;
  for (const [program, stage] of aborts) {
    expect(await make({ held: program })).toMatchObject({ result: "ABORTED", stage });
    expect(held()).toEqual([[], []]);
    around = new StandIns(origin);
    around.layout(COMMIT);
  }
});

test("an image that was pushed and not signed goes nowhere until it is deleted; one that is signed is verified each time", async () => {
  expect(await make({ held: "cosign sign" })).toMatchObject({ result: "ABORTED", stage: "Sign" });
  expect(held()).toEqual([[digest], ["cyclonedx", "slsaprovenance1"]]);
  const refused = await make({});
  expect([refused.result, refused.stage]).toEqual(["FAILURE", "Verify"]);
  expect(refused.said).toContain(
    "an image whose build ended before it was signed is deleted in the registry and built anew",
  );
  around.delete("courses");
  const whole = [[digest], ["cyclonedx", "slsaprovenance1", SIGNATURE]];
  for (const next of [{ whole: true }, {}]) {
    expect(await make(next)).toMatchObject({ result: "SUCCESS", stage: "Verify", said: "" });
    expect(held()).toEqual(whole);
  }
});
