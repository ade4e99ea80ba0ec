import { ledgerOf } from "../cost/ledger";
import { pricedPlan } from "../cost/priced-plan";
import type { Finding } from "../finding";
import type { Plan } from "../plan/planned-change";
import { numberAt } from "../plan/values";

/** Cost of a plan, in US dollars a month. */
export interface PlanCost {
  /** Difference of the fixed cost, at the smallest scale and at the largest. */
  readonly minimumMore: number;
  readonly maximumMore: number;
  /** The fixed cost after the apply. */
  readonly minimum: number;
  readonly maximum: number;
  /** Limit of the environment's AWS budget; undefined when the root has none. */
  readonly budget: number | undefined;
  /** Things whose price no table knows, with how many more of them there are. */
  readonly unknown: Readonly<Record<string, number>>;
}

/** Smaller differences are rounding. */
const CENT = 0.005;

/** Reckons a plan, with a line for each resource that costs more or less. */
export function costOf(plan: Plan): { readonly cost: PlanCost; readonly findings: readonly Finding[] } {
  const [before, after] = [ledgerOf(pricedPlan(plan, "before")), ledgerOf(pricedPlan(plan, "after"))];
  const budgets = plan.resources.filter(({ type, action }) => type === "aws_budgets_budget" && action !== "delete");
  const budget = budgets.flatMap(({ after: values }) => numberAt(values, "limit_amount") ?? [])[0];
  const unknown = Object.fromEntries(
    [...after.unknown].flatMap(([what, count]) => {
      const more = count - (before.unknown.get(what) ?? 0);
      return more > 0 ? [[what, more]] : [];
    }),
  );
  const changed = new Map<string, { minimum: number; maximum: number; what: Set<string> }>();
  for (const [ledger, sign] of [[before, -1] as const, [after, 1] as const]) {
    for (const { address, minimum, maximum, what } of ledger.lines) {
      const sums = changed.get(address) ?? { minimum: 0, maximum: 0, what: new Set<string>() };
      sums.minimum += sign * minimum;
      sums.maximum += sign * maximum;
      if (sign > 0 || !sums.what.has(what)) sums.what.add(what);
      changed.set(address, sums);
    }
  }
  const lines = [...changed]
    .filter(([, { minimum, maximum }]) => Math.abs(minimum) > CENT || Math.abs(maximum) > CENT)
    .sort(([, a], [, b]) => Math.abs(b.maximum) - Math.abs(a.maximum))
    .map(
      ([address, { minimum, maximum, what }]): Finding => ({
        danger: "cost",
        address,
        text: `${moreText(minimum, maximum)} a month (${[...what].join(", ")})`,
        details: [],
      }),
    );
  const named = Object.entries(unknown).map(
    ([what, count]): Finding => ({
      danger: "cost",
      address: "",
      text: `no price is known of ${count} ${what}`,
      details: [],
    }),
  );
  const cost = {
    minimumMore: after.minimum - before.minimum,
    maximumMore: after.maximum - before.maximum,
    minimum: after.minimum,
    maximum: after.maximum,
    budget,
    unknown,
  };
  return { cost, findings: [...overBudget(cost), ...lines, ...named] };
}

/** A difference as text, with that at the largest scale where it is another one. */
export function moreText(minimum: number, maximum: number): string {
  const least = dollars(minimum);
  return dollars(maximum) === least ? least : `${least} at least, ${dollars(maximum)} at most`;
}

/** An amount with its sign, in whole dollars from ten on. */
export function dollars(amount: number): string {
  const size = Math.abs(amount);
  const text = size >= 10 || size < CENT ? Math.round(size).toLocaleString("en-US") : size.toFixed(2);
  return `${amount < -CENT ? "-" : "+"}$${text}`;
}

function overBudget({ minimum, budget }: PlanCost): Finding[] {
  if (budget === undefined || minimum <= budget) return [];
  const text = `OVER BUDGET: $${Math.ceil(minimum)} a month at least, of $${budget}`;
  return [{ danger: "cost", address: "", text, details: [] }];
}
