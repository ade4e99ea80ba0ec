import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { accountOf } from "../../environments";
import type { Strictness } from "../gate";
import { strictnessOf } from "../strictness";
import { sentHeaderOf, sentHeaderProblems } from "./sent-header";
import { type LockedConfiguration, lastingOf, type Stateful } from "./stateful";
import { lockedProblems } from "./stay";
import { vpcOf, vpcProblems } from "./vpc";

/** The committed locks, below the project: what is there of the roots, as far as it must stay. */
export const LOCKS = join("environments", "locks");

/** The lock of a root. */
interface Lock {
  /** The account that it is true of. With another one the root is another's, and not there yet. */
  readonly account: string | undefined;
  /** The bucket that holds its state, without which Terraform would make everything anew. */
  readonly stateBucket: string | undefined;
  readonly dataProtection: Strictness;
  /** The value by which the load balancer recognizes CloudFront. */
  readonly sentHeader?: string;
  /** The VPC that its network is in. */
  readonly vpc?: string;
  readonly resources: Stateful;
}

/** What a synth wrote. */
export interface Written {
  readonly outdir: string;
  readonly roots: readonly string[];
}

/** Finds what a synth would lose of what the locks hold. */
export function lockProblems({ outdir, roots }: Written, folder = LOCKS): string[] {
  return roots.flatMap((root) => {
    const file = join(folder, `${root}.json`);
    if (!existsSync(file)) return [];
    const lock = JSON.parse(readFileSync(file, "utf8")) as Lock;
    if (lock.account !== accountOf(root)?.account) return [];
    const configuration = configurationOf(outdir, root);
    const problems = [
      ...settingsProblems(root, lock),
      ...sentHeaderProblems(root, lock.sentHeader, configuration),
      ...vpcProblems(root, lock.vpc, configuration),
      ...lockedProblems(root, lock.dataProtection, lock.resources, configuration),
    ];
    return problems.map((problem) => `${problem}; where it is meant, or was never applied: npm run lock -- ${root}`);
  });
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
export function writeLocks({ outdir, roots }: Written, folder = LOCKS): string[] {
  mkdirSync(folder, { recursive: true });
  return roots.filter(isLocked).map((root) => {
    const file = join(folder, `${root}.json`);
    writeFileSync(file, lockText(root, configurationOf(outdir, root)));
    return file;
  });
}

/** The text of a root's lock. */
export function lockText(root: string, configuration: LockedConfiguration): string {
  const resources = Object.fromEntries(
    Object.entries(lastingOf(strictnessOf(root), configuration)).sort(([one], [other]) => one.localeCompare(other)),
  );
  const { account, stateBucket } = accountOf(root) ?? {};
  const [sentHeader, vpc] = [sentHeaderOf(configuration), vpcOf(configuration)];
  const lock: Lock = {
    account,
    stateBucket,
    dataProtection: strictnessOf(root),
    ...(sentHeader === undefined ? {} : { sentHeader }),
    ...(vpc === undefined ? {} : { vpc }),
    resources,
  };
  return `${JSON.stringify(lock, undefined, 2)}\n`;
}

/** Tells whether a root has a lock: where data is disposable, only what everything else stands in must stay. */
export function isLocked(root: string): boolean {
  return strictnessOf(root) === "retained" ? !root.endsWith("-addons") : root.endsWith("-platform");
}

/** The configuration of a root that a synth wrote. */
export function configurationOf(outdir: string, root: string): LockedConfiguration {
  return JSON.parse(readFileSync(join(outdir, "stacks", root, "cdk.tf.json"), "utf8")) as LockedConfiguration;
}
