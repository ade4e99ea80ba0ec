import { type Progress, progressText } from "../../../scripts/terraform-messages";

/** Progress of an apply in the log, each state once; remembers what was at work when the program was asked to end. */
export class ApplyProgress {
  private said = "";
  private running: readonly string[] = [];
  private inFlight: readonly string[] = [];

  /** @param signal tells that the program is being ended */
  constructor(
    private readonly root: string,
    signal: AbortSignal,
  ) {
    signal.addEventListener("abort", () => {
      this.inFlight = this.running;
    });
  }

  tell(progress: Progress): void {
    this.running = progress.running.map(({ address }) => address);
    const text = progressText(progress).replace(/ since.*/, "");
    if (text !== this.said) console.log(`${this.root}: ${text}`);
    this.said = text;
  }

  /** Text for whoever ended the apply: what it was at, and what becomes of that. */
  interrupted(): string {
    if (this.inFlight.length === 0) return `${this.root}: nothing was in flight; the state is whole`;
    return (
      `${this.root}: in flight were ${this.inFlight.join(", ")}; Terraform has ended and saved what it knows of them, ` +
      "and the next run plans them anew: what was being created is tainted, so it is replaced"
    );
  }
}
