import { gateOf, readOverrides, unnamed } from "../../review/gate";
import { strictnessOf } from "../../review/strictness";
import { countsText } from "../../review/verdict";
import { Failure, Interrupted } from "../../scripts/failure";
import { Terraform } from "../../scripts/terraform";
import { TerraformRoot } from "../../scripts/terraform-root";
import { ApplyProgress } from "./apply/progress";
import { mendReleases } from "./apply/releases";
import { saveState } from "./apply/saved-state";
import { refuseFreeze } from "./delivery/freezes";
import { type Review, readReview, reviewDigest, reviewedRoot, stateVersion } from "./review/review";
import { reviewProblems, stateProblems } from "./review/verify";
import { applyingTag } from "./roots/changed-roots";
import { fingerprintOf } from "./roots/files";
import { ENVIRONMENT_OPTION } from "./shared/choices";
import { runCommand, secondsOf } from "./shared/command";
import { Git, KEY_FILE_OPTION } from "./shared/git";

runCommand({
  name: "apply-reviewed",
  about: `Applies exactly the plan that was approved, with the AWS credentials at hand. Refuses it when a file of the
review has changed, when it is of another commit or environment, while the environment is frozen, when the state has moved since, and when it does what
the gate lets pass only with an override or by name: see review/README.md. Helm releases of which an operation was killed are mended
before, as npm run releases does it, since Helm would refuse every apply. The tag applying/<root> says, here and in origin, that the
apply has begun, until mark-deployed.ts says that it is done: what is half way is planned again, also for a commit that is as
what was deployed before.`,
  options: {
    environment: ENVIRONMENT_OPTION,
    digest: { value: "<sha256>", about: "The digest that was approved, as plan-review.ts printed it." },
    named: { value: "<dangers>", default: "", about: "What whoever approved has named, such as 'access 3, outage 1'." },
    "key-file": KEY_FILE_OPTION,
    save: { value: "<seconds>", default: "300", about: "How long to try to save a state that the backend refuses." },
  },
  run: async ({ environment, digest, named, "key-file": keyFile, save }, signal) => {
    const git = new Git(signal, keyFile);
    await refuseFreeze(git, "refs/remotes/origin/main", environment);
    const saveSeconds = secondsOf("apply-reviewed", "save", save);
    const review = readReview(environment);
    const folder = reviewedRoot(environment);
    refuseIf(
      reviewProblems(review, digest, {
        environment,
        commit: await git.head(),
        digest: reviewDigest(),
        files: fingerprintOf(folder),
      }),
    );
    refuseIf(gateProblems(review, named));
    if (!review.plan.applyable) {
      console.log(`${review.root}: nothing to change`);
      return;
    }
    const terraform = await Terraform.find(process.env, signal);
    const progress = new ApplyProgress(review.root, signal);
    const root = new TerraformRoot(terraform, review.root, folder, (now) => progress.tell(now));
    await root.init();
    refuseIf(stateProblems(review, await stateVersion(root)));
    await markApplying(git, review.root);
    await mendReleases(review.root, signal);
    console.log(`${review.root}: ${countsText(review.plan.changes)}`);
    try {
      const { counts } = await root.apply();
      console.log(`${review.root}: ${counts.add} created, ${counts.change} changed, ${counts.remove} removed`);
    } catch (error) {
      if (error instanceof Interrupted) console.error(progress.interrupted());
      // The state must be saved, though the program is being ended.
      const saving = new AbortController().signal;
      await saveState(root.with(terraform.with({ signal: saving })), saveSeconds, saving);
      throw error;
    }
  },
});

/** Sets the tag of an apply that begins. */
async function markApplying(git: Git, root: string): Promise<void> {
  const tag = applyingTag(root);
  await git.run("tag", "--force", tag);
  await git.patiently(() => git.run("push", "--force", "origin", `refs/tags/${tag}`));
}

/** What the gate refuses, and what the approval has left unnamed. */
function gateProblems({ plan, root, environment }: Review, named: string): string[] {
  const gate = gateOf(plan, strictnessOf(root), readOverrides(), new Date().toISOString().slice(0, 10));
  const missing = unnamed(gate, named);
  return [
    ...gate.refusals,
    ...(missing.length === 0
      ? []
      : [
          `${environment}: the approval must name ${gate.mustName.join(", ")}, got ${JSON.stringify(named)}; read the review, ` +
            "and approve anew",
        ]),
  ];
}

function refuseIf(problems: readonly string[]): void {
  if (problems.length > 0) throw new Failure(problems.join("\n"));
}
