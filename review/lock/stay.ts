import { IRREPLACEABLE } from "../../modules/foundation/irreplaceable";
import { VERSIONS, type Version } from "../facts/unchangeable";
import type { Strictness } from "../gate";
import { entryOf } from "../plan/values";
import { type LockedConfiguration, type Stateful, statefulOf, type Unchangeable } from "./stateful";

/**
 * Compares a configuration with what is there, and finds what Terraform would destroy or replace and nobody could make
 * again. A `moved` block keeps a resource under another address, a `removed` one that destroys nothing lets it go.
 * @param before what is there, such as what a lock holds
 * @param source of it: a state also has the arguments that no code sets
 */
export function stayProblems(
  root: string,
  before: Stateful,
  configuration: LockedConfiguration,
  source: "code" | "state" = "code",
): string[] {
  const now = statefulOf(configuration);
  const moves = new Map(configuration.moved?.map(({ from, to }) => [from, to]));
  const forgotten = (configuration.removed ?? []).filter(({ lifecycle }) => lifecycle?.destroy === false);
  const taken = new Set(Object.keys(before));
  return Object.entries(before).flatMap(([address, there]) => {
    const after = moves.get(address) ?? address;
    const found = now[after];
    if (found !== undefined) return changedArguments(root, after, there, found, source);
    if (forgotten.some(({ from }) => from === address)) return [];
    const [heir] = Object.entries(now).filter(
      ([other, one]) => !taken.has(other) && isLike(address, there, other, one),
    );
    return [
      `${root}: ${address} must stay, ${lossOf(address)} would be lost, got none; ${remedyOf(address, heir?.[0])}`,
    ];
  });
}

/** What of a lasting root a configuration loses: where data is disposable, what is lasting may go, but not be replaced. */
export function lockedProblems(
  root: string,
  strictness: Strictness,
  lasting: Stateful,
  configuration: LockedConfiguration,
): string[] {
  const now = statefulOf(configuration);
  const must = Object.entries(lasting).filter(([address]) => strictness === "retained" || now[address] !== undefined);
  return stayProblems(root, Object.fromEntries(must), configuration);
}

function changedArguments(
  root: string,
  address: string,
  there: Unchangeable,
  now: Unchangeable,
  source: "code" | "state",
): string[] {
  return Object.entries(there).flatMap(([argument, before]) => {
    const after = now[argument];
    if (String(after) === String(before)) return [];
    // An argument that no code sets is what AWS makes it, and a reference has its value only in the state.
    if (source === "state" && (after === undefined || isReference(after))) return [];
    const version = entryOf(VERSIONS, typeOf(address));
    if (version?.argument === argument && after !== undefined)
      return versionProblems(root, `${address}.${argument}`, before, after, version);
    return [
      `${root}: ${address}.${argument} must stay ${JSON.stringify(before)}, got ${JSON.stringify(after) ?? "none"}: AWS cannot change ` +
        `it, and ${lossOf(address)} would be lost; take the edit back, docs/edits.md tells what to do instead`,
    ];
  });
}

function versionProblems(
  root: string,
  where: string,
  before: string | number | boolean,
  after: string | number | boolean,
  { byOne }: Version,
): string[] {
  const [was = [], is = []] = [before, after].map((version) => String(version).split(".").map(Number));
  const [major = 0, minor = 0] = was;
  const isBack = is.some(
    (part, index) => part < (was[index] ?? 0) && is.slice(0, index).join() === was.slice(0, index).join(),
  );
  const isTooFar = byOne && (is[0] !== major || (is[1] ?? 0) > minor + 1);
  if (!isBack && !isTooFar) return [];
  const rule = byOne
    ? `must stay "${before}" or be the next one, "${major}.${minor + 1}"`
    : `must not be older than "${before}"`;
  return [`${root}: ${where} ${rule}, got "${after}": AWS takes no other; take the edit back`];
}

function lossOf(address: string): string {
  return entryOf(IRREPLACEABLE, typeOf(address)) ?? "it";
}

function remedyOf(address: string, heir: string | undefined): string {
  const to = heir === undefined ? "the construct's new name" : heir;
  return `if it was renamed, call .moveFromId("${address}") on ${to}; if it is to go, docs/edits.md tells the steps`;
}

/**
 * Tells whether a new resource is most likely an old one under another name: of one type, with the same arguments. What they
 * refer to may have another name, too.
 */
function isLike(address: string, there: Unchangeable, other: string, one: Unchangeable): boolean {
  const names = Object.keys(there).filter((name) => !isReference(there[name]));
  return typeOf(address) === typeOf(other) && names.length > 0 && names.every((name) => there[name] === one[name]);
}

function isReference(value: unknown): boolean {
  return typeof value === "string" && value.includes("${");
}

function typeOf(address: string): string {
  return address.split(".")[0] ?? "";
}
