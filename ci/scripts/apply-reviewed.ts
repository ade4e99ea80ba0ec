import { Failure } from "../../scripts/failure";
import { Terraform } from "../../scripts/terraform";
import { progressText } from "../../scripts/terraform-messages";
import { TerraformRoot } from "../../scripts/terraform-root";
import { readReview, reviewDigest, reviewedRoot, stateVersion } from "./review/review";
import { countsText } from "./review/review-text";
import { reviewProblems, stateProblems } from "./review/verify";
import { fingerprintOf } from "./roots/files";
import { ENVIRONMENT_OPTION } from "./shared/choices";
import { runCommand } from "./shared/command";
import { Git } from "./shared/git";

runCommand({
  name: "apply-reviewed",
  about: `Applies exactly the plan that was approved, with the AWS credentials at hand. Refuses it when a file of the
review has changed, when it is of another commit or environment, and when the state has moved since.`,
  options: {
    environment: ENVIRONMENT_OPTION,
    digest: { value: "<sha256>", about: "The digest that was approved, as plan-review.ts printed it." },
  },
  run: async ({ environment, digest }, signal) => {
    const review = readReview(environment);
    const folder = reviewedRoot(environment);
    refuseIf(
      reviewProblems(review, digest, {
        environment,
        commit: await new Git(signal).head(),
        digest: reviewDigest(),
        files: fingerprintOf(folder),
      }),
    );
    if (review.changes.length === 0) {
      console.log(`${review.root}: nothing to change`);
      return;
    }
    let said = "";
    const root = new TerraformRoot(await Terraform.find(process.env, signal), review.root, folder, (progress) => {
      const text = progressText(progress).replace(/ since.*/, "");
      if (text !== said) console.log(`${review.root}: ${text}`);
      said = text;
    });
    await root.init();
    refuseIf(stateProblems(review, await stateVersion(root)));
    console.log(`${review.root}: ${countsText(review.changes)}`);
    const { counts } = await root.apply();
    console.log(`${review.root}: ${counts.add} created, ${counts.change} changed, ${counts.remove} removed`);
  },
});

function refuseIf(problems: readonly string[]): void {
  if (problems.length > 0) throw new Failure(problems.join("\n"));
}
