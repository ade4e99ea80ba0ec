import { ENVIRONMENTS, type Environment } from "../../environments";
import { configurationOf, isWritten, type Written, type WrittenRoots } from "../written";
import { type Ledger, ledgerOf } from "./ledger";
import { pricedSynth } from "./priced-synth";

/** Reckons what the roots of an environment cost, from what a synth wrote. */
export function environmentLedger(environment: string, written: Written): Ledger {
  const roots = [
    `state-${environment}`,
    `${environment}-platform`,
    `${environment}-addons`,
    `${environment}-recovery-platform`,
    `${environment}-recovery-addons`,
  ];
  const resources = roots.flatMap((root) =>
    isWritten(written, root) ? pricedSynth(configurationOf(written, root)) : [],
  );
  return ledgerOf(resources);
}

/**
 * Compares what an environment costs with its AWS budget.
 * @returns what is wrong: a fixed cost that is above the budget even at the smallest scale
 */
export function budgetProblems({ name, monitoring }: Environment, { minimum }: Ledger): string[] {
  const { monthlyUsd } = monitoring.budget;
  if (minimum <= monthlyUsd) return [];
  return [
    `${name}.monitoring.budget.monthlyUsd: must be at least what the environment costs at its smallest scale, ` +
      `${Math.ceil(minimum)}, got ${monthlyUsd}; make it cheaper, or raise the budget (npm run cost)`,
  ];
}

/** `budgetProblems` of every environment whose platform was just synthesized. */
export function synthesizedBudgetProblems(written: WrittenRoots): string[] {
  return ENVIRONMENTS.filter(({ name }) => written.roots.includes(`${name}-platform`)).flatMap((environment) =>
    budgetProblems(environment, environmentLedger(environment.name, written)),
  );
}
