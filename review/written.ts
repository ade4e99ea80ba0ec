import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RootConfiguration } from "../scripts/terraform-root";
import type { LockedConfiguration } from "./lock/stateful";

/** Folder that a synth wrote into. */
export interface Written {
  readonly outdir: string;
}

/** `Written` with the roots that are of that synth. */
export interface WrittenRoots extends Written {
  readonly roots: readonly string[];
}

type Configuration = RootConfiguration & LockedConfiguration;

/** What was read of each synth. */
const configurations = new WeakMap<Written, Map<string, Configuration>>();

/** The configuration of a root that a synth wrote, read once: several checks look at those that take longest to read. */
export function configurationOf(written: Written, root: string): Configuration {
  const read = configurations.get(written) ?? new Map<string, Configuration>();
  configurations.set(written, read);
  const configuration = read.get(root) ?? (JSON.parse(readFileSync(fileOf(written, root), "utf8")) as Configuration);
  read.set(root, configuration);
  return configuration;
}

/** Tells whether a synth wrote a root. */
export function isWritten(written: Written, root: string): boolean {
  return existsSync(fileOf(written, root));
}

function fileOf({ outdir }: Written, root: string): string {
  return join(outdir, "stacks", root, "cdk.tf.json");
}
