import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ENVIRONMENTS } from "../../environments";
import { comparedWith } from "../../review/compare";
import { FileForge } from "../../review/forge/file-forge";
import type { Forge } from "../../review/forge/forge";
import { GitHubForge } from "../../review/forge/github-forge";
import { type Gate, gateOf, readOverrides } from "../../review/gate";
import { htmlText } from "../../review/render/html";
import { markdownText, type ReviewSection } from "../../review/render/markdown";
import { gateLines } from "../../review/render/screen";
import { strictnessOf } from "../../review/strictness";
import { Failure } from "../../scripts/failure";
import { commitsSinceDeployment } from "./review/change-log";
import { REVIEWS, type Review, readReview, reviewDigest, reviewedEnvironments } from "./review/review";
import { CHANGED_SHAPE, type ChangedRoots, waitingTexts } from "./roots/changed-roots";
import { runCommand } from "./shared/command";
import { secretIn } from "./shared/files";
import { Git } from "./shared/git";
import { readJson } from "./shared/json";

runCommand({
  name: "plan-review",
  about: `Puts the reviews of all environments into reviews/review.md and reviews/review.html, the worst first, and the
verdicts into reviews/verdict.txt, for the approvals and for Slack; tells the pull request, where there is one. Prints on stdout the
digest of them all: what is approved, and what apply-reviewed.ts asks for.`,
  options: {
    changes: { value: "<file>", default: "changed-roots.json", about: "What changed-roots.ts wrote." },
    "token-file": { value: "<file>", default: "", about: "Holds a token of GitHub, for the comment and the status." },
    repository: { value: "<owner/name>", default: "", about: "The repository on GitHub." },
    "pull-request": { value: "<number>", default: "", about: "The pull request that the commit is of." },
    api: { value: "<url>", default: "https://api.github.com", about: "Where GitHub's API is." },
  },
  run: async (options, signal) => {
    const changed = readJson<ChangedRoots>(options.changes, CHANGED_SHAPE, "changed-roots.ts");
    const git = new Git(signal);
    const digest = reviewDigest();
    const reviews = inOrder(reviewedEnvironments().map(readReview));
    mkdirSync(REVIEWS, { recursive: true });
    const sections = await Promise.all(reviews.map((review, index) => sectionOf(review, reviews.slice(0, index), git)));
    const verdicts = sections.map(({ review, gate }) =>
      [`${review.root}: ${review.verdict.line}`, ...gateLines(gate)].join(". "),
    );
    writeFileSync(join(REVIEWS, "verdict.txt"), `${[...verdicts, ...waitingTexts(changed)].join("\n")}\n`);
    const commit = reviews[0]?.commit;
    const intro = [
      ...(commit === undefined
        ? ["No environment has anything to plan."]
        : [`Commit \`${commit}\`, digest \`${digest}\`.`]),
      ...waitingTexts(changed).flatMap((text) => ["", `- ${text}`]),
    ];
    const markdown = markdownText("Plan review", intro, sections);
    writeFileSync(join(REVIEWS, "review.html"), htmlText("Plan review", sections));
    await new FileForge(join(REVIEWS, "review.md")).comment(markdown);
    const forge = commit === undefined ? undefined : forgeOf(options, commit, signal);
    if (forge !== undefined) {
      console.error(`told ${await forge.comment(markdown)}`);
      await forge.status(statusOf(sections));
    }
    console.error(markdown);
    console.log(digest);
  },
});

/** Environments in the order in which they are applied. */
function inOrder(reviews: readonly Review[]): readonly Review[] {
  const order = ENVIRONMENTS.map(({ name }) => name);
  return [...reviews].sort((a, b) => order.indexOf(a.environment) - order.indexOf(b.environment));
}

async function sectionOf(review: Review, earlier: readonly Review[], git: Git): Promise<ReviewSection> {
  const { root, plan, environment } = review;
  const gate = gateOf(plan, strictnessOf(root), readOverrides(), new Date().toISOString().slice(0, 10));
  const kind = root.slice(environment.length);
  const compared = earlier
    .filter((other) => other.root === `${other.environment}${kind}`)
    .flatMap((other) => comparedWith(plan, other.plan) ?? []);
  return {
    title: `${environment}: ${root}`,
    review: plan,
    gate,
    notes: [...compared, ...(await commitsSinceDeployment(git, root))],
  };
}

function statusOf(sections: readonly { readonly review: ReviewSection["review"]; readonly gate: Gate }[]) {
  return {
    passes: sections.every(({ gate }) => gate.refusals.length === 0),
    line: sections.map(({ review }) => `${review.root}: ${review.verdict.line}`).join(" | "),
  };
}

/** The pull request on GitHub; undefined when the commit is of none. */
function forgeOf(
  options: Readonly<Record<"token-file" | "repository" | "pull-request" | "api", string>>,
  commit: string,
  signal: AbortSignal,
): Forge | undefined {
  const { "token-file": tokenFile, repository, "pull-request": number, api } = options;
  if (tokenFile === "" || number === "") return undefined;
  const pullRequest = Number(number);
  if (!Number.isInteger(pullRequest) || pullRequest < 1) {
    throw new Failure(`plan-review: --pull-request must be a number, got ${JSON.stringify(number)}; see --help`);
  }
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    throw new Failure(`plan-review: --repository must be owner/name, got ${JSON.stringify(repository)}; see --help`);
  }
  const token = secretIn("plan-review", "token-file", tokenFile);
  const buildUrl = process.env.BUILD_URL;
  const settings = { api, repository, pullRequest, commit, token, signal };
  return new GitHubForge(buildUrl === undefined ? settings : { ...settings, buildUrl });
}
