import { formatDifference } from "../../scripts/drift";
import { decisiveText, isDecided } from "../facts/decisive";
import { POLICIES } from "../facts/safeguards";
import type { Finding } from "../finding";
import type { Causes } from "../plan/causes";
import type { Plan, PlannedChange } from "../plan/planned-change";
import { isTag } from "../plan/values";
import { policyTexts } from "./access";
import { renamesIn, renameText } from "./renames";

/** Differences that a reader sees before unfolding. */
const MOST_SHOWN = 2;

/**
 * The changes that no danger names, in few words: what is created with its decisive attributes, what differs, and what
 * follows from another change.
 * @param told the addresses that a danger names
 */
export function restFindings(plan: Plan, causes: Causes, told: ReadonlySet<string>): Finding[] {
  const renames = renamesIn(plan);
  const renamed = new Map(
    renames.filter(({ from }) => !told.has(from.address)).map((rename) => [rename.from.address, renameText(rename)]),
  );
  const successors = new Set(renames.map(({ to }) => to.address));
  const resources = plan.changes.flatMap((change): Finding[] => {
    const { address, type, action } = change;
    const isTold = told.has(address) && !(action === "create" && isDecided(type));
    if (isTold || successors.has(address)) return [];
    const text = renamed.get(address) ?? restText(change, plan);
    const cause = causes.rootOf(change)?.address;
    return text === undefined
      ? []
      : [{ danger: "rest", address, text, details: [], ...(cause === undefined ? {} : { cause }) }];
  });
  const outputs = plan.outputs.map(({ name, action }): Finding => {
    return { danger: "rest", address: `output.${name}`, text: WORDS[action], details: [] };
  });
  return [...resources, ...outputs];
}

/** Words for the actions. */
export const WORDS: Readonly<Record<PlannedChange["action"], string>> = {
  create: "created",
  update: "changed",
  replace: "replaced",
  delete: "DESTROYED",
  read: "read during the apply",
  move: "moved",
  import: "imported",
  forget: "forgotten",
  none: "untouched",
};

function restText(change: PlannedChange, plan: Plan): string | undefined {
  const { type, action, after } = change;
  switch (action) {
    case "none":
    case "move":
    case "import":
    case "forget":
      return undefined;
    case "create":
      return `created${suffix(decisiveText(type, after))}`;
    case "delete":
      return WORDS.delete;
    default: {
      const lines = allDifferences(change);
      const tags = tagLines(change);
      if (tags !== undefined) return `${ONLY_TAGS}: ${tags}`;
      const { narrower } = policyTexts(change, plan);
      if (narrower.length > 0) return `${WORDS[action]}: ${narrower.join("; ")}`;
      if (isPolicy(change) && lines.length > 0 && lines.every((line) => /^(policy|assume_role_policy)/.test(line))) {
        return `${WORDS[action]}: a policy is written otherwise and says the same`;
      }
      const more = lines.length > MOST_SHOWN ? `; ${lines.length - MOST_SHOWN} more` : "";
      return `${WORDS[action]}${suffix(lines.slice(0, MOST_SHOWN).join("; ") + more)}`;
    }
  }
}

/** Begins the text of a change of tags alone, which is folded over all types. */
export const ONLY_TAGS = "only tags change";

/** The tags that differ; undefined when something else does, too. */
function tagLines({ action, differences }: PlannedChange): string | undefined {
  if (action !== "update" || differences.length === 0 || !differences.every(({ path }) => isTag(path)))
    return undefined;
  // The tags that AWS sees are the code's own and those of the provider.
  const all = differences.filter(({ path }) => path.startsWith("tags_all"));
  const lines = (all.length > 0 ? all : differences).map((difference) =>
    formatDifference({ ...difference, path: difference.path.replace(/^tags(_all)?\.?/, "") }),
  );
  return [...new Set(lines)].join("; ");
}

function isPolicy({ type }: PlannedChange): boolean {
  return Object.hasOwn(POLICIES, type);
}

/**
 * Lines of what differs, or of what decides about a created resource. What only the apply knows is left out, unless it
 * forces something or nothing else is known.
 */
export function allDifferences({ type, action, differences, after }: PlannedChange): string[] {
  if (action === "create") return [decisiveText(type, after)].filter((text) => text !== "");
  const own = differences.filter(({ path }) => !path.startsWith("tags_all"));
  const known = own.filter(({ unknown, forced }) => !unknown || forced);
  return (known.length > 0 ? known : own).map(formatDifference);
}

function suffix(text: string): string {
  return text === "" ? "" : `: ${text}`;
}
