/** What an environment may cost, and what is out of the ordinary. The account is the environment's alone. */
export interface BudgetSettings {
  /** US dollars a month, before credits: 1 or more. */
  readonly monthlyUsd: number;
  /** Addresses that are told beside the topic of warnings, such as that of the cost center; at most ten. `[]` for none. */
  readonly mail: readonly string[];
  /** Reports what a service costs beyond its usual; `none` where a budget is enough. */
  readonly anomalies: "none" | AnomalySettings;
}

/** Cost Anomaly Detection. */
export interface AnomalySettings {
  /**
   * An account has one monitor of all its services. AWS makes it by itself where Cost Explorer was turned on after March
   * 2023: then its ARN (`aws ce get-anomaly-monitors`), or else `created`.
   */
  readonly monitor: "created" | { readonly arn: string };
  /** US dollars above the usual that are worth a message, 1 or more. */
  readonly leastImpactUsd: number;
}
