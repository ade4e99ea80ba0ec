import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { reviewOf } from "../../review/plan-review";
import { releaseChanges, renderIn } from "../../review/releases/render";
import { Failure } from "../../scripts/failure";
import { Terraform } from "../../scripts/terraform";
import { planFlags, TerraformRoot } from "../../scripts/terraform-root";
import { type Review, reviewedRoot, reviewFolder, stateVersion } from "./review/review";
import { CHANGED_SHAPE, type ChangedRoots } from "./roots/changed-roots";
import { fingerprintOf } from "./roots/files";
import { ENVIRONMENT_OPTION } from "./shared/choices";
import { runCommand } from "./shared/command";
import { Git } from "./shared/git";
import { readJson } from "./shared/json";

runCommand({
  name: "plan",
  about: `Plans the root of an environment that changed, with the AWS credentials at hand. Writes reviews/<environment>:
the root with the plan in it, and review.json with what it would do and the digest of every file.`,
  options: {
    environment: ENVIRONMENT_OPTION,
    changes: { value: "<file>", default: "changed-roots.json", about: "What changed-roots.ts wrote." },
    synth: { value: "<folder>", default: "cdktf.out", about: "What `npm run synth` wrote for the commit at hand." },
  },
  run: async ({ environment, changes, synth }, signal) => {
    const commit = await new Git(signal).head();
    const name = rootToPlan(environment, commit, changes);
    rmSync(reviewFolder(environment), { recursive: true, force: true });
    const folder = reviewedRoot(environment);
    mkdirSync(folder, { recursive: true });
    cpSync(join(synth, "stacks", name), folder, { recursive: true, filter: (path) => !path.endsWith(".terraform") });

    const root = new TerraformRoot(await Terraform.find(process.env, signal), name, folder);
    await root.init();
    const { diagnostics } = await root.plan(...planFlags(root));
    const warnings = diagnostics.map(({ summary, address }) =>
      address === undefined ? summary : `${address}: ${summary}`,
    );
    const document = await root.planDocument();
    const inCluster = releaseChanges(document, renderIn(folder));
    const review: Review = {
      environment,
      root: name,
      commit,
      state: await stateVersion(root),
      plan: reviewOf(name, document, { warnings, inCluster }),
      files: fingerprintOf(folder),
    };
    writeFileSync(join(reviewFolder(environment), "review.json"), `${JSON.stringify(review, undefined, 2)}\n`);
    console.log(`${name}: ${review.plan.verdict.line}`);
  },
});

function rootToPlan(environment: string, commit: string, file: string): string {
  if (!existsSync(file))
    throw new Failure(`plan: --changes must be a file, got no ${file}; run changed-roots.ts first`);
  const { head, environments } = readJson<ChangedRoots>(file, CHANGED_SHAPE, "changed-roots.ts");
  if (head !== commit) {
    throw new Failure(
      `plan: ${file} must be of the commit at hand, ${commit}, got ${head}; run changed-roots.ts again`,
    );
  }
  const name = environments[environment]?.root;
  if (name !== undefined) return name;
  throw new Failure(
    `plan: --environment must be one that changed, got ${environment}; choose from ${Object.keys(environments).join(", ") || "none"}`,
  );
}
