import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { helmTemplate } from "../kubernetes/helm";

/** A chart that tells how Helm reads the files that are in it, each as the data of one object. */
const TEMPLATE = `{{ range $path, $_ := .Files.Glob "files/*" }}---
apiVersion: v1
kind: ConfigMap
metadata: { name: {{ base $path | quote }} }
data: { read: {{ $.Files.Get $path | fromYaml | toJson | quote }} }
{{ end }}`;

/**
 * Values that Helm, which reads YAML 1.1, takes for something else than the check, which reads YAML 1.2: `0120` is 80 there, and
 * `on` is true.
 * @param texts valid YAML by its file
 * @returns one line each, `[]` when both read alike
 */
export function readingProblems(texts: Readonly<Record<string, string>>): string[] {
  const chart = mkdtempSync(join(tmpdir(), "lms-reading-"));
  try {
    const files = Object.keys(texts);
    mkdirSync(join(chart, "templates"));
    mkdirSync(join(chart, "files"));
    writeFileSync(join(chart, "Chart.yaml"), "{ apiVersion: v2, name: reading, version: 1.0.0 }");
    writeFileSync(join(chart, "templates", "all.yaml"), TEMPLATE);
    for (const [index, text] of Object.values(texts).entries()) writeFileSync(join(chart, "files", `${index}`), text);
    const read = new Map(
      helmTemplate(chart, {}).map(({ metadata, data }) => [metadata.name, (data as { read: string }).read]),
    );
    return files.flatMap((file, index) =>
      differences(parse(texts[file] ?? ""), JSON.parse(read.get(`${index}`) ?? "null"), []).map(
        ({ path, here, helm }) =>
          `${file}: ${path} must be read alike everywhere, got ${here}, which Helm reads as ${helm}; write it ` +
          'such as 120, true or "on"',
      ),
    );
  } finally {
    rmSync(chart, { recursive: true, force: true });
  }
}

interface Difference {
  readonly path: string;
  readonly here: string;
  readonly helm: string;
}

function differences(here: unknown, helm: unknown, path: readonly string[]): Difference[] {
  if (isTree(here) && isTree(helm)) {
    const keys = [...new Set([...Object.keys(here), ...Object.keys(helm)])];
    return keys.flatMap((key) => differences(here[key], helm[key], [...path, key]));
  }
  const [one, other] = [here, helm].map((value) => JSON.stringify(value) ?? "nothing") as [string, string];
  return one === other ? [] : [{ path: path.join(".") || "the file", here: one, helm: other }];
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
