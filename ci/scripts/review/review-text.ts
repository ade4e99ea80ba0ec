import type { Change } from "../../../scripts/drift";
import type { ChangedRoots } from "../roots/changed-roots";
import type { Review } from "./review";

type Action = Change["action"];

/** In which order a reader sees the changes, and how they are called: what can lose something comes first. */
const ACTIONS: Readonly<Record<Action, string>> = {
  delete: "DESTROYED",
  replace: "DESTROYED AND CREATED ANEW",
  update: "changed",
  create: "created",
  read: "read during the apply",
};

/** The review of a run as Markdown: what is to be approved, and what waits. No sensitive value is in it. */
export function reviewMarkdown(
  reviews: readonly Review[],
  changed: Pick<ChangedRoots, "byAdministrator">,
  digest: string,
): string {
  const [first] = reviews;
  return [
    "# Plan review",
    "",
    ...(first === undefined
      ? ["No environment has anything to plan."]
      : [`Commit \`${first.commit}\`, digest \`${digest}\`.`]),
    ...reviews.flatMap(reviewSection),
    ...(changed.byAdministrator.length === 0
      ? []
      : ["", "## Applied by an administrator", "", ...changed.byAdministrator.map((root) => `- ${code(root)}`)]),
    "",
  ].join("\n");
}

/** One line: how many resources and outputs a plan destroys, replaces, changes and creates. */
export function countsText(changes: readonly Change[]): string {
  const counts = (Object.keys(ACTIONS) as Action[]).flatMap((action) => {
    const count = changes.filter((change) => change.action === action).length;
    return count === 0 ? [] : [`${count} ${ACTIONS[action]}`];
  });
  return counts.length === 0 ? "nothing to change" : counts.join(", ");
}

function reviewSection({ environment, root, changes }: Review): string[] {
  return [
    "",
    `## ${environment}: ${root}`,
    "",
    `**${countsText(changes)}**`,
    ...(Object.keys(ACTIONS) as Action[]).flatMap((action) => {
      const own = changes.filter((change) => change.action === action);
      return own.length === 0 ? [] : ["", `### ${ACTIONS[action]} (${own.length})`, "", ...own.flatMap(changeLines)];
    }),
  ];
}

function changeLines({ address, attributes }: Change): string[] {
  return [`- ${code(address)}`, ...attributes.map((attribute) => `  - ${code(attribute)}`)];
}

/** A value as code: it holds what others wrote, and must not become Markdown. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}
