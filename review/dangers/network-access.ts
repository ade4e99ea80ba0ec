import { publicCidrs } from "../facts/safeguards";
import type { Plan, PlannedChange } from "../plan/planned-change";
import { listAt, textAt, textsAt, type Values } from "../plan/values";

/** One opening of a firewall: who reaches what, on which ports. */
export interface Opening {
  readonly from: readonly string[];
  readonly protocol: string;
  readonly firstPort: number;
  readonly lastPort: number;
}

const EVERYWHERE = new Set(["0.0.0.0/0", "::/0"]);

/** Tells who can reach what that could not before, by security groups, network ACLs and public endpoints. */
export function openedTexts(change: PlannedChange, plan: Plan): string[] {
  const { type, before, after } = change;
  if (type === "aws_eks_cluster") {
    const known = new Set(publicCidrs(before));
    return publicCidrs(after)
      .filter((cidr) => !known.has(cidr))
      .map((cidr) => `the Kubernetes API to ${place(cidr, plan)}`);
  }
  const [old, now] = [openingsOf(type, before), openingsOf(type, after)];
  const moved = plan.changes.some((other) => other.type === "aws_vpc" && other.action === "replace");
  return now
    .map((opening) => ({
      ...opening,
      from: opening.from.filter(
        (source) => !old.some((was) => lets(was, opening, source) || (moved && isMoved(was, source))),
      ),
    }))
    .filter(({ from }) => from.length > 0)
    .map((opening) => `${openingText(opening, change, plan)}${directionOf(change)}${targetText(change, plan)}`);
}

/** Tells what a rule lets through no longer, when it goes or becomes narrower. */
export function closedTexts(change: PlannedChange, plan: Plan): string[] {
  const { type, before, after } = change;
  const [old, now] = [openingsOf(type, before), openingsOf(type, after)];
  return old
    .map((opening) => ({
      ...opening,
      from: opening.from.filter((source) => !now.some((is) => lets(is, opening, source))),
    }))
    .filter(({ from }) => from.length > 0)
    .map((opening) => `${openingText(opening, change, plan)}${directionOf(change)}${targetText(change, plan)}`);
}

/** The openings of a rule, or of a group with its rules inside. */
function openingsOf(type: string, values: Values): readonly Opening[] {
  switch (type) {
    case "aws_vpc_security_group_ingress_rule":
    case "aws_vpc_security_group_egress_rule":
      return [
        opening(values, ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"], "ip_protocol"),
      ];
    case "aws_security_group_rule":
      return [
        opening(
          values,
          ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "source_security_group_id", "self"],
          "protocol",
        ),
      ];
    case "aws_security_group":
    case "aws_default_security_group":
      return listAt(values, "ingress").map((rule) =>
        opening(
          rule as Values,
          ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups", "self"],
          "protocol",
        ),
      );
    case "aws_network_acl_rule":
      return textAt(values, "rule_action") === "allow" && textAt(values, "egress") !== "true"
        ? [opening(values, ["cidr_block", "ipv6_cidr_block"], "protocol")]
        : [];
    default:
      return [];
  }
}

function opening(values: Values, sources: readonly string[], protocol: string): Opening {
  const all = ["-1", "all"].includes(textAt(values, protocol));
  const from = sources.flatMap((key) => {
    const texts = textsAt(values, key).filter((text) => text !== "" && text !== "false");
    return key === "self" ? texts.map(() => "itself") : texts;
  });
  // A source that only the apply knows is another resource of this plan: not the internet.
  return {
    from: Object.keys(values).length > 0 && from.length === 0 ? ["another group"] : from,
    protocol: all ? "every protocol" : protocolName(textAt(values, protocol)),
    firstPort: all ? 0 : Number(textAt(values, "from_port") || 0),
    lastPort: all ? 65_535 : Number(textAt(values, "to_port") || 65_535),
  };
}

/** Tells whether an opening lets a source through on the ports of another. */
function lets(was: Opening, { protocol, firstPort, lastPort }: Opening, source: string): boolean {
  const known = was.from.includes(source) || was.from.some((from) => EVERYWHERE.has(from)) || isRenewed(was, source);
  const ports = was.protocol === "every protocol" || (was.firstPort <= firstPort && lastPort <= was.lastPort);
  return known && ports && (was.protocol === protocol || was.protocol === "every protocol");
}

/** A group that is replaced is the same one under an id that the apply will tell. */
function isRenewed({ from }: Opening, source: string): boolean {
  return source === "another group" && from.some((known) => /^(sg|pl)-/.test(known));
}

/** A block of private addresses that moves with its VPC. */
function isMoved({ from }: Opening, source: string): boolean {
  const [, prefix] = source.split("/");
  return isPrivate(source) && from.some((known) => isPrivate(known) && known.split("/")[1] === prefix);
}

function isPrivate(cidr: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(cidr);
}

function openingText({ from, protocol, firstPort, lastPort }: Opening, { type }: PlannedChange, plan: Plan): string {
  const ports = protocol === "every protocol" ? protocol : `${protocol} ${portsText(firstPort, lastPort)}`;
  const sources = from.map((source) => place(source, plan)).join(", ");
  return type.endsWith("egress_rule") ? `${ports} to ${sources}` : `${ports} from ${sources}`;
}

function portsText(first: number, last: number): string {
  if (first <= 0 && last >= 65_535) return "every port";
  return first === last ? String(first) : `${first}-${last}`;
}

/** A source by its address in the code, where it has one. */
function place(source: string, { resources }: Plan): string {
  if (EVERYWHERE.has(source)) return `EVERYWHERE (${source})`;
  if (!source.startsWith("sg-")) return source;
  return resources.find(({ before, after }) => before.id === source || after.id === source)?.address ?? source;
}

function protocolName(number: string): string {
  return { "6": "tcp", "17": "udp", "1": "icmp" }[number] ?? (number || "tcp");
}

function directionOf({ type, after, before }: PlannedChange): string {
  const direction = textAt(after, "type") || textAt(before, "type");
  return type === "aws_security_group_rule" && direction === "egress" ? " (outwards)" : "";
}

/** Users of the group or the ACL that a rule is of. */
function targetText({ address, type }: PlannedChange, { references }: Plan): string {
  const owner = type.endsWith("security_group")
    ? address
    : [...references.of(address, "security_group_id"), ...references.of(address, "network_acl_id")][0];
  if (owner === undefined) return "";
  const users = references
    .usersOf(owner)
    .filter((user) => !/_(ingress|egress)_rule\.|_acl_rule\.|^aws_security_group(_rule)?\./.test(user));
  return `, into ${owner}${users.length === 0 ? "" : ` (${users.slice(0, 3).join(", ")}${users.length > 3 ? ` and ${users.length - 3} more` : ""})`}`;
}
