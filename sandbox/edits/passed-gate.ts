import { gateOf } from "../../review/gate";
import { reviewOf } from "../../review/plan-review";
import { Failure } from "../../scripts/failure";
import type { TerraformRoot } from "../../scripts/terraform-root";

/**
 * Has the pipeline's gate judge what a root has planned, with an override for each thing that is lost.
 * @param name what is changed, for whoever watches
 * @param loses tells that something is lost that cannot be made again: the gate must refuse it without the overrides
 * @returns how many overrides it took
 * @throws Failure with what the gate refuses
 */
export async function passGate(root: TerraformRoot, name: string, loses: boolean): Promise<number> {
  const review = reviewOf(root.name, await root.planDocument(), { warnings: [] });
  const today = new Date().toISOString().slice(0, 10);
  const { refusals } = gateOf(review, "retained", [], today);
  if (refusals.length > 0 !== loses) {
    const rule = loses ? "be refused by the gate" : "pass the gate";
    throw new Failure(`${root.name}: ${name} must ${rule}, got ${refusals.join("\n") || "no refusal"}`);
  }
  const lost = review.verdict.loses;
  const overrides = lost.map((address) => ({ root: root.name, address, reason: name, until: today }));
  const still = gateOf(review, "retained", overrides, today).refusals;
  if (still.length > 0) throw new Failure(`${root.name}: ${name} must pass by overrides, got ${still.join("\n")}`);
  return overrides.length;
}
