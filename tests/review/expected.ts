import { gateOf } from "../../review/gate";
import { reviewOf } from "../../review/plan-review";
import { terminalText } from "../../review/render/terminal";
import { strictnessOf } from "../../review/strictness";
import { EDITS } from "./edits";
import { readPlan } from "./plan-file";

/** The review of a recorded plan, on a day of its own, without overrides; and its first screen. */
export function reviewOfEdit(name: string) {
  const root = `${EDITS[name]?.environment ?? "dev"}-platform`;
  const review = reviewOf(root, readPlan(name));
  const gate = gateOf(review, strictnessOf(root), [], "2026-11-27");
  return { review, gate, screen: terminalText(review, gate) };
}
