/** What something has taken that runs several times at once. */
export interface Times {
  /** How often it ran. */
  readonly count: number;
  /** Seconds in which it ran at least once. */
  readonly seconds: number;
}

/** Measures how long at least one of several runs is under way: what they can have cost at most. */
export class Stopwatch {
  private count = 0;
  private seconds = 0;
  private running = 0;
  private since = 0;

  /** @param now milliseconds, of a clock that only goes on */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Starts a run. @returns what ends it */
  start(): () => void {
    if (this.running === 0) this.since = this.now();
    this.running += 1;
    return () => {
      this.running -= 1;
      this.count += 1;
      if (this.running === 0) this.seconds += (this.now() - this.since) / 1000;
    };
  }

  /** What the runs that have ended took. */
  get times(): Times {
    const { count, seconds } = this;
    return { count, seconds };
  }
}
