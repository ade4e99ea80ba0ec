/** How many requests X-Ray keeps a trace of. A trace costs money; a sample of them finds what is slow. */
export interface TracingSettings {
  /** Requests that are traced each second whatever their number, for each rule: a whole number, 0 or more. */
  readonly reservoirPerSecond: number;
  /** Share of the further requests of learners at work that is traced, from 0 to 1. */
  readonly learnerRate: number;
  /** Share of all other requests, from 0 to 1. */
  readonly otherRate: number;
}
