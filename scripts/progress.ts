import type { WriteStream } from "node:tty";

/** Stream that progress is written to: a terminal, or any other. */
export type ProgressStream = NodeJS.WritableStream & Partial<Pick<WriteStream, "isTTY" | "columns">>;

/**
 * Shows what goes on: finished steps as lines, and on a terminal one more line, updated in place, with what each
 * root is at. Lines name their environment when there are several.
 */
export class Progress {
  private readonly current = new Map<string, string>();
  private readonly width: number;

  constructor(
    private readonly stream: ProgressStream,
    private readonly environments: readonly string[],
  ) {
    this.width = Math.max(...environments.map((name) => name.length));
  }

  /** A line that stays. */
  line(environment: string, text: string): void {
    const prefix = this.environments.length > 1 ? `${environment.padEnd(this.width)} | ` : "";
    this.erase();
    for (const line of text.split("\n")) this.stream.write(`${prefix}${line}\n`);
    this.draw();
  }

  /** Sets the status of a root; an empty text clears it. */
  status(root: string, text: string): void {
    if (text === "") this.current.delete(root);
    else this.current.set(root, text);
    this.erase();
    this.draw();
  }

  private erase(): void {
    if (this.stream.isTTY) this.stream.write("\r\u001b[K");
  }

  private draw(): void {
    if (!this.stream.isTTY) return;
    const text = [...this.current].map(([root, status]) => `${root} ${status}`).join(" | ");
    this.stream.write(text.slice(0, (this.stream.columns ?? 80) - 1));
  }
}
