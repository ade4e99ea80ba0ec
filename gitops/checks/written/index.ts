import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { helmTemplate, rendered } from "../kubernetes/helm";
import type { Manifest } from "../kubernetes/schema";
import { APPS, FREEZES, SERVICES } from "./samples";

/** Where it is written down what the charts make. */
export const WRITTEN = "gitops/rendered.yaml";

/** Differences that are told of a chart, the first of them; one mistake may make many. */
const TOLD = 5;

const HEAD = `# What the charts in gitops/ make of samples, gitops/checks/written/samples.ts: every field of every object. \`npm run gitops\` compares,
# so that a change of a template is one of this file, too, and a reviewer sees what it does. Written by \`npm run gitops -- --write\`.
`;

/** What a chart makes of each of its samples. */
type Made = Readonly<Record<string, Readonly<Record<string, readonly Manifest[]>>>>;

/** Text of the file that writes down what the charts of a project make. @throws Error with Helm's words for what it refuses */
export function writtenText(project: string): string {
  return `${HEAD}${stringify(made(project), { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

/**
 * Compares what the charts make of the samples with what is written down, field by field.
 * @param project the folder that `gitops` is in, whose charts Helm can render
 * @returns one line each, `[]` when nothing differs
 */
export function writtenProblems(project: string): string[] {
  const file = join(project, WRITTEN);
  if (!existsSync(file)) {
    return [
      `${WRITTEN}: must write down what the charts make, got no file; restore it, or run npm run gitops -- --write`,
    ];
  }
  const written = (parse(readFileSync(file, "utf8")) ?? {}) as Made;
  const now = rendered("gitops, with samples", () => made(project));
  if (Array.isArray(now)) return now as string[];
  return Object.entries(now as Made).flatMap(([chart, samples]) => {
    const lines = Object.entries(samples).flatMap(([sample, manifests]) =>
      differences(byName(written[chart]?.[sample] ?? []), byName(manifests), []).map(
        ({ path, wanted, got }) =>
          `${chart}: ${path} must be ${wanted}, as ${WRITTEN} has it, got ${got}; correct the chart, or run ` +
          "npm run gitops -- --write and have the change reviewed",
      ),
    );
    return [...new Set(lines)].slice(0, TOLD);
  });
}

function made(project: string): Made {
  return { "gitops/charts/lms-service": services(project), "gitops/apps": apps(project) };
}

function services(project: string) {
  const chart = join(project, "gitops", "charts", "lms-service");
  return mapped(SERVICES, (values) =>
    helmTemplate(chart, values, { release: "sample", namespace: values.namespace, crds: true }),
  );
}

/** The freezes are a file of the chart, and change: it is rendered with others. */
function apps(project: string) {
  const chart = mkdtempSync(join(tmpdir(), "lms-apps-"));
  try {
    cpSync(join(project, "gitops", "apps"), chart, { recursive: true });
    writeFileSync(join(chart, "freezes.yaml"), FREEZES);
    writeFileSync(join(chart, "values.yaml"), "{}\n");
    return mapped(APPS, (values) =>
      helmTemplate(chart, values, { release: "sample", namespace: "argocd", crds: true }),
    );
  } finally {
    rmSync(chart, { recursive: true, force: true });
  }
}

function mapped<T>(samples: Readonly<Record<string, T>>, make: (values: T) => readonly Manifest[]) {
  return Object.fromEntries(Object.entries(samples).map(([sample, values]) => [sample, make(values)]));
}

/** Objects by kind and name. */
function byName(manifests: readonly Manifest[]): Record<string, Manifest> {
  return Object.fromEntries(manifests.map((manifest) => [`${manifest.kind} ${manifest.metadata.name}`, manifest]));
}

interface Difference {
  readonly path: string;
  readonly wanted: string;
  readonly got: string;
}

function differences(wanted: unknown, got: unknown, path: readonly string[]): Difference[] {
  if (isTree(wanted) && isTree(got) && Array.isArray(wanted) === Array.isArray(got)) {
    const keys = [...new Set([...Object.keys(wanted), ...Object.keys(got)])];
    return keys.flatMap((key) => differences(wanted[key], got[key], [...path, key]));
  }
  const [one, other] = [wanted, got].map((value) => JSON.stringify(value) ?? "nothing") as [string, string];
  return one === other ? [] : [{ path: path.join("."), wanted: one, got: other }];
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
