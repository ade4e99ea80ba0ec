import { DANGERS, type Danger, type Finding } from "../finding";
import { type FoldedLine, fold, typesText } from "../fold";
import type { Gate } from "../gate";
import { brief } from "../plan/values";
import type { PlanReview } from "../plan-review";

/** Length of the first screen, before anything is unfolded: never more lines than these. */
export const SCREEN_LINES = 40;

/** Lines of a danger when there are more than fit; the rest of its lines are one, by types. */
const SHARE: Readonly<Record<Danger, number>> = { loss: 8, access: 8, outage: 5, cost: 3, unseen: 4, rest: 2 };

/** A danger on the first screen. */
export interface Section {
  readonly danger: Danger;
  readonly title: string;
  readonly lines: readonly string[];
}

/** The first screen of a review: every danger is on it, each line one thing or many that are alike. */
export function screenOf(
  review: PlanReview,
  gate: Gate,
): { readonly head: readonly string[]; readonly sections: readonly Section[] } {
  const head = [`${review.root}: ${review.verdict.line}`, ...gateLines(gate)];
  const folded = DANGERS.map((danger) => ({ danger, lines: fold(danger, review.findings) })).filter(
    ({ lines }) => lines.length > 0,
  );
  let spare = SCREEN_LINES - head.length - folded.length;
  const wanted = folded.map(({ danger, lines }) => Math.min(lines.length, SHARE[danger]));
  spare -= wanted.reduce((sum, count) => sum + count, 0);
  const sections = folded.map(({ danger, lines }, index): Section => {
    const share = wanted[index] ?? 0;
    const more = Math.max(0, Math.min(spare, lines.length - share));
    spare -= more;
    const count = review.findings.filter((finding) => finding.danger === danger).length;
    return {
      danger,
      title: `${danger.toUpperCase()} (${count})`,
      lines: cut(lines, share + more).map((line) => (danger === "rest" ? brief(line, 200) : line)),
    };
  });
  return { head, sections };
}

/** The gate's words, in few lines. */
export function gateLines({ refusals, mustName, notes }: Gate): string[] {
  const [first, ...others] = refusals;
  const more = others.length > 2 ? [`and ${others.length} more refusals`] : others;
  return [
    ...(first === undefined ? [] : [`REFUSED: ${first}`, ...more.map((text) => `REFUSED: ${text}`)]),
    ...(mustName.length === 0 ? [] : [`Who approves must name: ${mustName.join(", ")}`]),
    ...notes.slice(0, 2),
  ];
}

/** Cuts to so many lines, the last of which tells the types of what does not fit. */
function cut(lines: readonly FoldedLine[], count: number): string[] {
  if (lines.length <= count) return lines.map(({ text }) => text);
  const left: Finding[] = lines.slice(count - 1).flatMap(({ findings }) => [...findings]);
  return [...lines.slice(0, count - 1).map(({ text }) => text), `and ${left.length} more: ${typesText(left)}`];
}
