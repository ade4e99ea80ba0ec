import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PlanReview } from "../../../review/plan-review";
import { Failure } from "../../../scripts/failure";
import type { State, TerraformRoot } from "../../../scripts/terraform-root";
import type { Fingerprint } from "../roots/changed-roots";
import { sha256 } from "../roots/files";
import { readJson, type Shape } from "../shared/json";

/** The folder of all reviews: below it `<environment>/review.json` and, in `<environment>/root`, what will be applied. */
export const REVIEWS = "reviews";

/** Which state a plan was made for: Terraform counts the serial up with each change. */
export interface StateVersion {
  readonly lineage: string;
  readonly serial: number;
}

/** What is approved: the plan of one root, with everything that makes it that plan and no other. */
export interface Review {
  readonly environment: string;
  readonly root: string;
  readonly commit: string;
  readonly state: StateVersion;
  /** Its review, which holds no sensitive value. */
  readonly plan: PlanReview;
  /** The digest of each file of the root, the plan's among them. */
  readonly files: Fingerprint;
}

/** What a file of a `Review` must have. */
const REVIEW_SHAPE: Shape = {
  environment: "text",
  root: "text",
  commit: "text",
  state: { lineage: "text" },
  plan: {
    root: "text",
    applyable: "truth",
    verdict: { line: "text", loses: "list" },
    findings: "list",
    changes: "list",
    cost: "object",
    unmoved: "object",
  },
  files: "object",
};

/** The folder of an environment's review. */
export function reviewFolder(environment: string): string {
  return join(REVIEWS, environment);
}

/** The folder of the root that an environment's review is of. */
export function reviewedRoot(environment: string): string {
  return join(reviewFolder(environment), "root");
}

/** The review of an environment. @throws Failure when there is none */
export function readReview(environment: string): Review {
  const file = join(reviewFolder(environment), "review.json");
  if (!existsSync(file)) {
    throw new Failure(`${environment}: there must be a review of the plan, got no ${file}; run plan.ts first`);
  }
  return readJson<Review>(file, REVIEW_SHAPE, "plan.ts");
}

/** The environments that have a review, in the order of their names. */
export function reviewedEnvironments(): readonly string[] {
  if (!existsSync(REVIEWS)) return [];
  return readdirSync(REVIEWS)
    .filter((name) => existsSync(join(REVIEWS, name, "review.json")))
    .sort();
}

/** One digest for all reviews of a run: who approves it approves each file of each of them. */
export function reviewDigest(): string {
  const lines = reviewedEnvironments().map((name) => {
    const review = readFileSync(join(reviewFolder(name), "review.json"));
    return `${name} ${sha256(review)}\n`;
  });
  return sha256(lines.join(""));
}

/** The version of the state that a root's backend holds. */
export async function stateVersion(root: TerraformRoot): Promise<StateVersion> {
  const { lineage, serial } = (await root.pullState()) as State & StateVersion;
  return { lineage, serial };
}
