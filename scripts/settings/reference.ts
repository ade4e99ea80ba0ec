import type { Schema } from "../../modules/foundation/schema";
import { type Shape, shapeOf } from "../../modules/foundation/schema-shape";
import type { CommentOf } from "./comments";

/** One setting of a group, with what may stand there and what it means. */
interface Row {
  readonly key: string;
  readonly value: string;
  readonly comment: string;
}

/** Reference of the settings of a schema as Markdown: a section for each group, with a row for each of its settings. */
export function reference(name: string, schema: Schema<unknown>, commentOf: CommentOf): string {
  return sections(name, [], schema, commentOf)
    .map(([title, rows]) => `## \`${title}\`\n\n${table(rows)}`)
    .join("\n\n");
}

type Section = readonly [title: string, rows: readonly Row[]];

function sections(title: string, keys: readonly string[], schema: Schema<unknown>, commentOf: CommentOf): Section[] {
  const shape = shapeOf(schema);
  if (shape.is === "choice") {
    return Object.entries(shape.groups).flatMap(([kind, group]) =>
      sections(`${title} (${shape.by}: ${kind})`, keys, group, commentOf),
    );
  }
  if (shape.is !== "group") {
    const inner = innerOf(shape);
    return inner === undefined ? [] : sections(`${title}${inner.path}`, keys, inner.schema, commentOf);
  }
  const entries = Object.entries(shape.entries);
  const rows = entries
    .filter(([, each]) => !isKind(shapeOf(each)))
    .map(([key, each]) => ({ key, value: inWords(shapeOf(each)), comment: commentOf([...keys, key]) }));
  const below = entries.flatMap(([key, each]) =>
    sections(keys.length === 0 ? key : `${title}.${key}`, [...keys, key], each, commentOf),
  );
  return [[title, rows], ...below];
}

/** The settings within a list, a table or a choice of words. */
function innerOf(shape: Shape): { readonly path: string; readonly schema: Schema<unknown> } | undefined {
  if (shape.is === "list") return { path: "[]", schema: shape.item };
  if (shape.is === "table") return { path: ".<name>", schema: shape.value };
  return shape.is === "either" ? { path: "", schema: shape.other } : undefined;
}

/** Tells whether a setting is the kind of its group, which is in the title. */
function isKind(shape: Shape): boolean {
  return shape.is === "word" && shape.words.length === 1;
}

/** What may stand in the place of a setting. */
function inWords(shape: Shape): string {
  switch (shape.is) {
    case "value":
      return shape.rule.must.replace(/^be /, "");
    case "word":
      return shape.words.map((each) => `\`${each}\``).join(", ");
    case "either":
      return `${shape.words.map((each) => `\`${each}\``).join(", ")}, or ${inWords(shapeOf(shape.other))}`;
    case "list":
      return `list of ${shape.limits.least} to ${shape.limits.most}: ${inWords(shapeOf(shape.item))}`;
    case "table":
      return `${shape.limits.least} to ${shape.limits.most} by names that are ${shape.key.must.replace(/^be /, "")}: ${inWords(shapeOf(shape.value))}`;
    case "choice":
      return `group by \`${shape.by}\`: ${Object.keys(shape.groups)
        .map((each) => `\`${each}\``)
        .join(", ")}`;
    case "group":
      return "group, see below";
  }
}

function table(rows: readonly Row[]): string {
  const cell = (text: string) => text.replace(/\s+/g, " ").replaceAll("|", "\\|").trim();
  return [
    "| Setting | Value | Meaning |",
    "| ------- | ----- | ------- |",
    ...rows.map(({ key, value, comment }) => `| \`${key}\` | ${cell(value)} | ${cell(comment)} |`),
  ].join("\n");
}
