import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AnnotationMetadataEntryType, App, Aspects, DataResource } from "cdktf";
import { ConfigurationError } from "../environments/configuration-error";
import {
  withoutAbsentArguments,
  withoutDeprecatedCalls,
  withoutTokenStackTraces,
  writeOverAssets,
} from "./cdktf-internals";
import { resolveArgumentsOnce } from "./cdktf-resolve";
import { LOCK_FILE, lockFileOf, lockWarnings, projectLocks, registryOf } from "./provider-locks";
import type { Root } from "./root";

/** Builds one root in an app. */
export type RootBuilder = (app: App) => Root;

/** Result of a synth: the folder that it wrote, the names of its roots, and all their problems. */
export interface Synthesis {
  readonly outdir: string;
  readonly roots: readonly string[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Finds problems of all roots together, in what was written of them. */
export type WholeCheck = (written: Pick<Synthesis, "outdir" | "roots">) => readonly string[];

/**
 * Builds and writes all roots, one after the other, each in an app of its own: only one of them is in memory at a time. A
 * problem in one does not hide those of the others, and when there is any, no configuration is left behind that could be
 * applied by mistake.
 * @param builders gives the roots; what it throws is a problem too
 * @param outdir where to write; cdktf's own choice by default (`CDKTF_OUTDIR`, else cdktf.out)
 */
export function synthesize(
  builders: () => readonly RootBuilder[],
  outdir?: string,
  check: WholeCheck = () => [],
): Synthesis {
  withoutTokenStackTraces();
  withoutDeprecatedCalls();
  resolveArgumentsOnce();
  withoutAbsentArguments();
  writeOverAssets();
  // Errors are collected here, from all roots; cdktf would stop at the first root with one and print a trace.
  process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS = "1";
  const folder = outdir ?? (process.env.CDKTF_OUTDIR || "cdktf.out");
  const refusal = refusalOf(folder);
  if (refusal !== undefined) return { outdir: folder, roots: [], problems: [refusal], warnings: [] };
  // cdktn asks what a configuration must run with; cdktf leaves it to the root's `required_version`.
  const context = { targetVersions: { terraform: ">=1.11.0", opentofu: ">=1.11.0" } };
  const options = { stackTraces: false, skipValidation: true, context, outdir: folder };
  const whole = new App(options);
  const { stacks } = whole.manifest;
  const found: Problems = { thrown: [], invalid: [], spoiled: [], annotated: [] };
  const registry = registryOf(process.env);
  const locks = projectLocks(registry);
  const warnings: string[] = lockWarnings(registry, locks);
  for (const build of attempt(builders, found.thrown).flat()) {
    withOwnTokens(() => {
      const app = new App(options);
      const root = attempt(() => build(app), found.thrown)[0];
      synthesizeRoot(app, root, (known) => lockFileOf(known.node.id, known.requiredProviders, locks, registry), found);
      warnings.push(...annotations(app, AnnotationMetadataEntryType.WARN));
      if (root === undefined) return;
      const { id } = root.node;
      if (id in stacks) found.invalid.push(`${id}: must be the name of one root, got it twice; rename one`);
      found.spoiled.push(...root.problems.map((text) => `${id}: ${text}`));
      stacks[id] = { ...app.manifest.forStack(root), dependencies: [...root.after] };
    });
  }
  const { thrown, invalid, spoiled, annotated } = found;
  const own = [...new Set([...thrown, ...invalid, ...spoiled, ...annotated])];
  const written = { outdir: whole.outdir, roots: Object.keys(stacks) };
  const failed: string[] = [];
  const problems = own.length > 0 ? own : [...attempt(() => check(written), failed).flat(), ...failed];
  if (problems.length > 0) removeConfigurations(whole.outdir);
  else whole.manifest.writeToFile();
  return { ...written, problems, warnings };
}

/** Why nothing can be written into a folder, which cdktf itself makes without its parents; undefined when it can. */
function refusalOf(folder: string): string | undefined {
  if (/^(1|true)$/.test(process.env.SYNTH_HCL_OUTPUT ?? "")) {
    return "SYNTH_HCL_OUTPUT: must not be set, nor --hcl given, since what cdktf writes then is no valid HCL; the JSON is what Terraform runs, and docs/leaving.md has the ways to HCL";
  }
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    return `CDKTF_OUTDIR: must be a folder that is there or can be made, got ${(error as Error).message}; choose another`;
  }
  return undefined;
}

/** Problems in the order in which they are reported. */
interface Problems {
  readonly thrown: string[];
  readonly invalid: string[];
  readonly spoiled: string[];
  readonly annotated: string[];
}

/** Writes a root and its lock file, unless something in its app is invalid. */
function synthesizeRoot(
  app: App,
  root: Root | undefined,
  lockFileOfRoot: (root: Root) => string,
  { thrown, invalid, annotated }: Problems,
): void {
  const wrong = validationProblems(app);
  if (Aspects.of(app).all.length > 0) {
    wrong.unshift("app: must have no aspects, cdktf ignores them there; attach them to each root");
  }
  if (wrong.length === 0) {
    attempt(() => {
      app.synth();
      if (root === undefined) return;
      const folder = join(app.outdir, app.manifest.forStack(root).workingDirectory);
      writeFileSync(join(folder, LOCK_FILE), lockFileOfRoot(root));
    }, thrown);
  }
  invalid.push(...wrong);
  annotated.push(...annotations(app, AnnotationMetadataEntryType.ERROR));
}

/** The value of an action in a list, or its error among the problems. */
function attempt<T>(action: () => T, thrown: string[]): T[] {
  try {
    return [action()];
  } catch (error) {
    thrown.push(...describe(error));
    return [];
  }
}

/** Removes what an earlier synth or this one wrote; Terraform's own files in the roots' folders stay. */
function removeConfigurations(outdir: string): void {
  rmSync(join(outdir, "manifest.json"), { force: true });
  for (const root of readdirSync(join(outdir, "stacks"))) {
    rmSync(join(outdir, "stacks", root, "cdk.tf.json"), { force: true });
  }
}

function describe(error: unknown): readonly string[] {
  if (error instanceof ConfigurationError) return error.problems;
  // Not a mistake in the configuration but in the code: who debugs it needs to know where.
  return [process.env.LMS_DEBUG && error instanceof Error ? String(error.stack) : String(error)];
}

/** A DataResource would ask the Terraform in the PATH for its version, which `required_version` does where it matters. */
function validationProblems(app: App): string[] {
  return app.node
    .findAll()
    .filter((construct) => !(construct instanceof DataResource))
    .flatMap(({ node }) => node.validate().map((message) => `${node.path}: ${message}`));
}

function annotations(app: App, level: AnnotationMetadataEntryType): string[] {
  return app.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata.filter(({ type }) => type === level).map(({ data }) => `${node.path}: ${data}`),
    );
}

/** Contents of cdktf's global token map. */
interface TokenMaps {
  stringTokenMap: Map<string, unknown>;
  numberTokenMap: Map<number, unknown>;
}

/**
 * Runs an action and forgets the tokens that it made. cdktf keeps every token of the process in one map, and with the
 * tokens every construct that they refer to, long after its root was written.
 */
function withOwnTokens(action: () => void): void {
  const tokens = (globalThis as unknown as { readonly __cdktfTokenMap: TokenMaps }).__cdktfTokenMap;
  const { stringTokenMap, numberTokenMap } = tokens;
  tokens.stringTokenMap = new Map(stringTokenMap);
  tokens.numberTokenMap = new Map(numberTokenMap);
  try {
    action();
  } finally {
    tokens.stringTokenMap = stringTokenMap;
    tokens.numberTokenMap = numberTokenMap;
  }
}
