import type { WriteStream } from "node:tty";

/** Stream that progress is written to: a terminal, or any other. */
export type ProgressStream = NodeJS.WritableStream & Partial<Pick<WriteStream, "isTTY" | "columns">>;

/** How long a stream that is no terminal may be silent while something is at work. */
const SILENCE_MS = 15_000;

/** How often a terminal's time goes on. */
const TICK_MS = 1_000;

/**
 * Shows what goes on: finished steps as lines, and what each root is at. On a terminal that is one more line a root,
 * updated in place, below the time so far; elsewhere it is one line for every 15 seconds in which no other was written.
 * Lines name their environment when there are several.
 */
export class Progress {
  private readonly current = new Map<string, string>();
  private readonly width: number;
  private readonly start = performance.now();
  private timer: NodeJS.Timeout | undefined;
  private drawn = 0;

  /** @param expectedSeconds how long all of it took the last time; unknown by default */
  constructor(
    private readonly stream: ProgressStream,
    private readonly environments: readonly string[],
    private readonly expectedSeconds?: number,
  ) {
    this.width = Math.max(...environments.map((name) => name.length));
  }

  /** A line that stays. */
  line(environment: string, text: string): void {
    const prefix = this.environments.length > 1 ? `${environment.padEnd(this.width)} | ` : "";
    this.erase();
    for (const line of text.split("\n")) this.stream.write(`${prefix}${line}\n`);
    this.draw();
    if (!this.stream.isTTY) this.tick();
  }

  /** Sets the status of a root; an empty text clears it. */
  status(root: string, text: string): void {
    if (text === "") this.current.delete(root);
    else this.current.set(root, text);
    this.erase();
    this.draw();
    if (this.timer === undefined || this.current.size === 0) this.tick();
  }

  /** Shows a status for as long as an action lasts. */
  async during<T>(root: string, text: string, action: () => Promise<T>): Promise<T> {
    this.status(root, text);
    try {
      return await action();
    } finally {
      this.status(root, "");
    }
  }

  /** Begins to wait anew, as long as something is at work. */
  private tick(): void {
    clearInterval(this.timer);
    this.timer = this.current.size === 0 ? undefined : setInterval(() => this.beat(), this.interval).unref();
  }

  private get interval(): number {
    return this.stream.isTTY ? TICK_MS : SILENCE_MS;
  }

  private beat(): void {
    this.erase();
    if (this.stream.isTTY) this.draw();
    else this.stream.write(`... ${this.statuses().join(" | ")} (${this.time()})\n`);
  }

  private statuses(): readonly string[] {
    return [...this.current].map(([root, status]) => `${root} ${status}`);
  }

  private time(): string {
    const seconds = (performance.now() - this.start) / 1000;
    const left = (this.expectedSeconds ?? 0) - seconds;
    return `${duration(seconds)} so far${left > 0 ? `, about ${duration(left)} left` : ""}`;
  }

  private erase(): void {
    if (this.drawn > 0) this.stream.write(`\r\u001b[K${"\u001b[1A\u001b[K".repeat(this.drawn - 1)}`);
    this.drawn = 0;
  }

  private draw(): void {
    if (!this.stream.isTTY || this.current.size === 0) return;
    const lines = [this.time(), ...this.statuses()].map((line) => line.slice(0, (this.stream.columns ?? 80) - 1));
    this.stream.write(lines.join("\n"));
    this.drawn = lines.length;
  }
}

/** Seconds in words, such as `40 s` or `2 min 5 s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
