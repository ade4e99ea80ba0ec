import { gateOf, readOverrides, unnamed } from "../../review/gate";
import { strictnessOf } from "../../review/strictness";
import { countsText } from "../../review/verdict";
import { Failure } from "../../scripts/failure";
import { Terraform } from "../../scripts/terraform";
import { progressText } from "../../scripts/terraform-messages";
import { TerraformRoot } from "../../scripts/terraform-root";
import { type Review, readReview, reviewDigest, reviewedRoot, stateVersion } from "./review/review";
import { reviewProblems, stateProblems } from "./review/verify";
import { fingerprintOf } from "./roots/files";
import { ENVIRONMENT_OPTION } from "./shared/choices";
import { runCommand } from "./shared/command";
import { Git } from "./shared/git";

runCommand({
  name: "apply-reviewed",
  about: `Applies exactly the plan that was approved, with the AWS credentials at hand. Refuses it when a file of the
review has changed, when it is of another commit or environment, when the state has moved since, and when it does what
the gate lets pass only with an override or by name: see review/README.md.`,
  options: {
    environment: ENVIRONMENT_OPTION,
    digest: { value: "<sha256>", about: "The digest that was approved, as plan-review.ts printed it." },
    named: { value: "<dangers>", default: "", about: "What whoever approved has named, such as 'access 3, outage 1'." },
  },
  run: async ({ environment, digest, named }, signal) => {
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
    refuseIf(gateProblems(review, named));
    if (!review.plan.applyable) {
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
    console.log(`${review.root}: ${countsText(review.plan.changes)}`);
    const { counts } = await root.apply();
    console.log(`${review.root}: ${counts.add} created, ${counts.change} changed, ${counts.remove} removed`);
  },
});

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
