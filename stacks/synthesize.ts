import { readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { AnnotationMetadataEntryType, App, Aspects } from "cdktf";
import { ConfigurationError } from "../environments/configuration-error";
import type { Root } from "./root";

/** Builds one root in an app. */
export type RootBuilder = (app: App) => Root;

/** What a synth gave: the folder that it wrote, its roots, and everything that is wrong with them. */
export interface Synthesis {
  readonly outdir: string;
  readonly roots: readonly Root[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Builds and writes all roots. A problem in one does not hide those of the others, and when there is any, no
 * configuration is left behind that could be applied by mistake.
 * @param builders gives the roots; what it throws is a problem too
 * @param outdir where to write; cdktf's own choice by default (`CDKTF_OUTDIR`, else cdktf.out)
 */
export function synthesize(builders: () => readonly RootBuilder[], outdir?: string): Synthesis {
  withoutTokenStackTraces();
  // Errors are collected here, from all roots; cdktf would stop at the first root with one and print a trace.
  process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS = "1";
  const app = new App({ stackTraces: false, skipValidation: true, ...(outdir === undefined ? {} : { outdir }) });
  const problems: string[] = [];
  const attempt = <T>(action: () => T): T[] => {
    try {
      return [action()];
    } catch (error) {
      problems.push(...describe(error));
      return [];
    }
  };

  const roots = attempt(builders)
    .flat()
    .flatMap((build) => attempt(() => build(app)));
  if (Aspects.of(app).all.length > 0) {
    problems.push("app: must have no aspects, cdktf ignores them there; attach them to each root");
  }
  problems.push(...validationProblems(app));
  if (problems.length === 0) {
    attempt(() => app.synth());
    problems.push(...roots.flatMap((root) => root.problems.map((text) => `${root.node.id}: ${text}`)));
  }
  problems.push(...annotations(app, AnnotationMetadataEntryType.ERROR));
  if (problems.length > 0) removeConfigurations(app.outdir);
  const warnings = annotations(app, AnnotationMetadataEntryType.WARN);
  return { outdir: app.outdir, roots, problems: [...new Set(problems)], warnings };
}

/** `synthesize` for a program: prints what is wrong as one list and sets the exit code. */
export function synthesizeOrReport(builders: () => readonly RootBuilder[]): void {
  const { problems, warnings } = synthesize(builders);
  for (const warning of warnings) console.error(`warning: ${warning}`);
  if (problems.length === 0) return;
  console.error(`The platform was not synthesized: ${problems.length} problem${problems.length === 1 ? "" : "s"}.`);
  for (const problem of problems) console.error(`  - ${problem}`);
  process.exitCode = 1;
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

function validationProblems(app: App): string[] {
  return app.node.findAll().flatMap(({ node }) => node.validate().map((message) => `${node.path}: ${message}`));
}

function annotations(app: App, level: AnnotationMetadataEntryType): string[] {
  return app.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata.filter(({ type }) => type === level).map(({ data }) => `${node.path}: ${data}`),
    );
}

/** cdktf captures a stack trace for each token, half of a synth's time, and uses it nowhere in the output. */
function withoutTokenStackTraces(): void {
  const { resolve } = createRequire(__filename);
  const tokens = createRequire(resolve("cdktf"))("./tokens/private/stack-trace") as {
    captureStackTrace: () => string[];
  };
  tokens.captureStackTrace = () => [];
}
