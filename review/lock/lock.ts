import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { accountOf } from "../../environments";
import type { Strictness } from "../gate";
import { strictnessOf } from "../strictness";
import { configurationOf, type WrittenRoots } from "../written";
import { sentHeaderOf, sentHeaderProblems } from "./sent-header";
import { type LockedConfiguration, lastingOf, type Stateful } from "./stateful";
import { lockedProblems } from "./stay";
import { vpcOf, vpcProblems } from "./vpc";

/** The committed locks, below the project: what is there of the roots, as far as it must stay. */
export const LOCKS = join("environments", "locks");

/** What a lock holds of the resources of a root. */
export interface Held {
  readonly dataProtection: Strictness;
  /** The value by which the load balancer recognizes CloudFront. */
  readonly sentHeader?: string;
  /** The VPC that its network is in. */
  readonly vpc?: string;
  readonly resources: Stateful;
}

/** The lock of a root. */
interface Lock extends Held {
  /** The account that it is true of. With another one the root is another's, and not there yet. */
  readonly account: string | undefined;
  /** The bucket that holds its state, without which Terraform would make everything anew. */
  readonly stateBucket: string | undefined;
}

/** Finds what a synth would lose of what the locks hold. */
export function lockProblems(written: WrittenRoots, folder = LOCKS): string[] {
  return written.roots.flatMap((root) => {
    const file = join(folder, `${root}.json`);
    if (!existsSync(file)) return [];
    const lock = JSON.parse(readFileSync(file, "utf8")) as Lock;
    if (lock.account !== accountOf(root)?.account) return [];
    const problems = [...settingsProblems(root, lock), ...lostProblems(root, lock, configurationOf(written, root))];
    return problems.map((problem) => `${problem}; where it is meant, or was never applied: npm run lock -- ${root}`);
  });
}

/** Finds what a configuration would lose of what a lock holds. */
export function lostProblems(root: string, lock: Held, configuration: LockedConfiguration): string[] {
  return [
    ...sentHeaderProblems(root, lock.sentHeader, configuration),
    ...vpcProblems(root, lock.vpc, configuration),
    ...lockedProblems(root, lock.dataProtection, lock.resources, configuration),
  ];
}

function settingsProblems(root: string, { stateBucket, dataProtection }: Lock): string[] {
  const bucket = accountOf(root)?.stateBucket;
  return [
    ...(bucket === stateBucket
      ? []
      : [`${root}: its state must stay in ${stateBucket}, got ${bucket}: Terraform would make everything anew`]),
    ...(dataProtection === "disposable" || strictnessOf(root) === "retained"
      ? []
      : [`${root}: data must stay retained, got disposable: whatever keeps it from being deleted would be lifted`]),
  ];
}

/** Writes the locks of roots anew. @returns the files */
export function writeLocks(written: WrittenRoots, folder = LOCKS): string[] {
  mkdirSync(folder, { recursive: true });
  return written.roots.filter(isLocked).map((root) => {
    const file = join(folder, `${root}.json`);
    writeFileSync(file, lockText(root, configurationOf(written, root)));
    return file;
  });
}

/** The text of a root's lock. */
export function lockText(root: string, configuration: LockedConfiguration): string {
  const { account, stateBucket } = accountOf(root) ?? {};
  const lock: Lock = { account, stateBucket, ...heldOf(strictnessOf(root), configuration) };
  return `${JSON.stringify(lock, undefined, 2)}\n`;
}

/** What a lock holds of a configuration. */
export function heldOf(dataProtection: Strictness, configuration: LockedConfiguration): Held {
  const [sentHeader, vpc] = [sentHeaderOf(configuration), vpcOf(configuration)];
  const resources = Object.entries(lastingOf(dataProtection, configuration));
  return {
    dataProtection,
    ...(sentHeader === undefined ? {} : { sentHeader }),
    ...(vpc === undefined ? {} : { vpc }),
    resources: Object.fromEntries(resources.sort(([one], [other]) => one.localeCompare(other))),
  };
}

/** Tells whether a root has a lock: where data is disposable, only what everything else stands in must stay. */
export function isLocked(root: string): boolean {
  return strictnessOf(root) === "retained" ? !root.endsWith("-addons") : root.endsWith("-platform");
}
