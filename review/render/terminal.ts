import { styleText } from "node:util";
import { WORDS } from "../dangers/rest";
import type { Danger } from "../finding";
import { fold } from "../fold";
import type { Gate } from "../gate";
import type { PlanReview } from "../plan-review";
import { screenOf } from "./screen";

/** Settings of a review in a terminal. */
export interface TerminalOptions {
  /** Shows every finding and every difference, unfolded. */
  readonly all?: boolean;
  readonly color?: boolean;
}

const COLORS: Readonly<Record<Danger, Parameters<typeof styleText>[0]>> = {
  loss: "red",
  access: "red",
  outage: "yellow",
  cost: "cyan",
  unseen: "magenta",
  rest: "dim",
};

/** A review as text, at most a screen of it unless all is asked for. Nothing in it can steer the terminal. */
export function terminalText(
  review: PlanReview,
  gate: Gate,
  { all = false, color = false }: TerminalOptions = {},
): string {
  const paint = (format: Parameters<typeof styleText>[0], text: string) =>
    color ? styleText(format, text, { validateStream: false }) : text;
  const { head, sections } = screenOf(review, gate);
  const [verdict = "", ...gateTexts] = head.map(harmless);
  const lines = [
    paint("bold", verdict),
    ...gateTexts.map((text) => (text.startsWith("REFUSED") ? paint("red", text) : text)),
  ];
  for (const { danger, title, lines: own } of sections) {
    lines.push(paint(COLORS[danger], title));
    const shown = all ? fold(danger, review.findings).flatMap(({ findings }) => findings.flatMap(findingLines)) : own;
    lines.push(...shown.map((text) => `  ${harmless(text)}`));
  }
  if (all) {
    lines.push("", "Every change");
    for (const { address, action, lines: differences, cause } of review.changes) {
      lines.push(`  ${harmless(address)}: ${WORDS[action]}${cause === undefined ? "" : `, after ${harmless(cause)}`}`);
      lines.push(...differences.map((text) => `    ${harmless(text)}`));
    }
  }
  return `${lines.join("\n")}\n`;
}

function findingLines({ address, text, details }: PlanReview["findings"][number]): string[] {
  return [`${address === "" ? "" : `${address}: `}${text}`, ...details.map((detail) => `  ${detail}`)];
}

/** A text without characters that a terminal acts on, in one line. */
function harmless(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, " ");
}
