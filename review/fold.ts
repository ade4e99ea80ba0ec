import { ONLY_TAGS } from "./dangers/rest";
import type { Danger, Finding } from "./finding";

/** One line of a review: a finding, or several that say the same. */
export interface FoldedLine {
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** Few enough to be named one by one. */
const NAMED = 2;
const MOST_OF_A_TYPE = 3;

/**
 * The findings of a danger in as few lines as they need: what says the same of several resources of a type is one line, and
 * what follows from another change stands under that, as long as it is no loss and lets no one in.
 */
export function fold(danger: Danger, findings: readonly Finding[]): readonly FoldedLine[] {
  const own = findings.filter((finding) => finding.danger === danger);
  const told = new Set(own.map(({ address }) => address));
  const follows = ({ cause, rolls }: Finding) => {
    if (cause === undefined || rolls !== undefined) return false;
    return danger === "rest" || (danger === "outage" && told.has(cause));
  };
  const followers = groupsBy(own.filter(follows), ({ cause = "" }) => cause);
  const alike = groupsBy(
    own.filter((finding) => !follows(finding)),
    ({ address, text }) => (address === "" || text.startsWith(ONLY_TAGS) ? text : `${typeOf(address)}\0${text}`),
  );
  const causes = new Set(followers.keys());
  const lines = [...withManyOfAType([...alike.values()])].flatMap((group): FoldedLine[] => {
    const text = group.length === 1 ? lineOf(group[0]) : severalText(group);
    const following = group.flatMap(({ address }) => (causes.delete(address) ? (followers.get(address) ?? []) : []));
    const below = following.length === 0 ? [] : [followersLine("", following)];
    return [{ text, findings: group }, ...below];
  });
  const rest = [...causes].map((cause) => followersLine(cause, followers.get(cause) ?? []));
  return [...lines, ...rest];
}

/** The address without its name. */
export function typeOf(address: string): string {
  return address.split(".").at(-2) ?? address;
}

/** The changes that follow from another, by type: `aws_vpc.x -> 92 others: 12 aws_subnet, …`. */
function followersLine(cause: string, findings: readonly Finding[]): FoldedLine {
  const count = findings.length === 1 ? "1 other follows" : `${findings.length} others follow`;
  const where = cause === "" ? "  " : `${cause} `;
  return { text: `${where}-> ${count}: ${typesText(findings)}`, findings };
}

/** Resources by type, the most first: `12 aws_subnet, 3 aws_eks_node_group (nodes_general, …)`. */
export function typesText(findings: readonly Finding[]): string {
  const types = [...groupsBy(findings, ({ address }) => typeOf(address))].sort(([, a], [, b]) => b.length - a.length);
  const text = types.map(([type, group]) =>
    group.length === 1 ? (group[0]?.address ?? type) : `${group.length} ${type}`,
  );
  return text.length > 8 ? `${text.slice(0, 8).join(", ")} and ${text.length - 8} more types` : text.join(", ");
}

/** More of one type and one kind than a reader compares are one group, whatever each of them says. */
function withManyOfAType(groups: readonly (readonly Finding[])[]): readonly (readonly Finding[])[] {
  const single = groups.filter((group) => group.length === 1).flat();
  const kinds = groupsBy(single, ({ address, text }) => `${typeOf(address)}\0${firstWord(text)}`);
  const many = new Set([...kinds.values()].filter((group) => group.length > MOST_OF_A_TYPE).flat());
  const merged = [...kinds.values()].filter((group) => group.length > MOST_OF_A_TYPE);
  return [...groups.filter(([first]) => first === undefined || !many.has(first)), ...merged];
}

function firstWord(text: string): string {
  return /^[\w$+-]*/.exec(text)?.[0] ?? text;
}

function lineOf(finding: Finding | undefined): string {
  if (finding === undefined) return "";
  return finding.address === "" ? finding.text : `${finding.address}: ${finding.text}`;
}

function severalText(group: readonly Finding[]): string {
  const [first] = group;
  const same = group.every(({ text }) => text === first?.text);
  const names = group.map(({ address }) => address.split(".").at(-1) ?? address);
  const shown = names.slice(0, NAMED).join(", ");
  const types = new Set(group.map(({ address }) => typeOf(address)));
  const what = types.size === 1 ? [...types][0] : `resources of ${types.size} types`;
  return `${group.length} ${what} (${shown}${names.length > NAMED ? ", …" : ""}): ${same ? first?.text : `${first?.text}, …`}`;
}

function groupsBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
