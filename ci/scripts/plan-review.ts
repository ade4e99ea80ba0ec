import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REVIEWS, readReview, reviewDigest, reviewedEnvironments } from "./review/review";
import { reviewMarkdown } from "./review/review-text";
import type { ChangedRoots } from "./roots/changed-roots";
import { runCommand } from "./shared/command";

runCommand({
  name: "plan-review",
  about: `Puts the reviews of all environments into reviews/review.md, destroyed and replaced resources first, prints it
on stderr, and on stdout the digest of them all: what is approved, and what apply-reviewed.ts asks for.`,
  options: {
    changes: { value: "<file>", default: "changed-roots.json", about: "What changed-roots.ts wrote." },
  },
  run: async ({ changes }) => {
    const changed = existsSync(changes)
      ? (JSON.parse(readFileSync(changes, "utf8")) as ChangedRoots)
      : { byAdministrator: [] };
    const digest = reviewDigest();
    const markdown = reviewMarkdown(reviewedEnvironments().map(readReview), changed, digest);
    writeFileSync(join(REVIEWS, "review.md"), markdown);
    console.error(markdown);
    console.log(digest);
  },
});
