import { WORDS } from "../dangers/rest";
import type { Gate } from "../gate";
import type { PlanReview } from "../plan-review";
import { gateLines, screenOf } from "./screen";

/** A review with what stands around it, to be shown as Markdown. */
export interface ReviewSection {
  readonly title: string;
  readonly review: PlanReview;
  readonly gate: Gate;
  /** Things told of it besides, such as the commits since the last deployment. */
  readonly notes?: readonly string[];
}

/** GitHub takes no longer comment. @see https://docs.github.com/en/rest/issues/comments */
const LONGEST = 65_000;
const MOST_CHANGES = 400;

/** Reviews as Markdown: the first screen of each, and everything else folded. */
export function markdownText(title: string, intro: readonly string[], sections: readonly ReviewSection[]): string {
  const body = (most: number) =>
    [`# ${title}`, "", ...intro, ...sections.flatMap((section) => sectionLines(section, most)), ""].join("\n");
  const whole = body(MOST_CHANGES);
  return whole.length <= LONGEST ? whole : body(0);
}

function sectionLines({ title, review, gate, notes = [] }: ReviewSection, most: number): string[] {
  const { sections } = screenOf(review, gate);
  return [
    "",
    `## ${title}`,
    "",
    `**${text(review.verdict.line)}**`,
    ...gateLines(gate).flatMap((line) => ["", `> ${text(line)}`]),
    ...sections.flatMap(({ title: heading, lines }) => [
      "",
      `### ${heading}`,
      "",
      ...lines.map((line) => listItem(line)),
    ]),
    ...(notes.length === 0 ? [] : ["", ...notes.map((note) => `- ${text(note)}`)]),
    ...changeLines(review, most),
  ];
}

function changeLines({ changes }: PlanReview, most: number): string[] {
  if (changes.length === 0) return [];
  const shown = changes
    .slice(0, most)
    .flatMap(({ address, action, lines }) => [
      `- ${code(address)}: ${WORDS[action]}`,
      ...lines.map((line) => `  - ${code(line)}`),
    ]);
  const left = changes.length - Math.min(most, changes.length);
  return [
    "",
    `<details><summary>Every change (${changes.length})</summary>`,
    "",
    ...shown,
    ...(left === 0 ? [] : [`- ${left} more, which the page of the review shows`]),
    "",
    "</details>",
  ];
}

/** A line of a review: its address as code, the rest as plain text. A line below another one is indented. */
function listItem(line: string): string {
  const indent = line.startsWith("  ") ? "  " : "";
  const [, address, rest] = /^\s*([\w.[\]"/-]+\.[\w.[\]"/-]+)(: | -> )(?=.)/.exec(line) ?? [];
  if (address === undefined || rest === undefined) return `${indent}- ${text(line.trim())}`;
  return `${indent}- ${code(address)}${rest}${text(line.trim().slice(address.length + rest.length))}`;
}

/** A text that becomes no Markdown and calls no one: it holds what others wrote. */
function text(value: string): string {
  return value
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*{}[\]<#|~]|^>/g, "\\$&")
    .replaceAll("@", "@\u200b")
    .replaceAll("://", ":\u200b//");
}

/** A value as code. */
function code(value: string): string {
  const line = value.replaceAll(/\s+/g, " ");
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `\`${line}\`` : `${fence} ${line} ${fence}`;
}
