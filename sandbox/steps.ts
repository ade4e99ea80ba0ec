import { Interrupted } from "../scripts/failure";

/** Hears what a root is at: a status while a step runs, empty at its end, and a line when it is done. */
export interface StepListener {
  status(root: string, text: string): void;
  line(text: string): void;
}

/** The steps that a root goes through, one after the other. */
export class Steps {
  /** Seconds of each step that has ended, in the order in which they ran. */
  readonly seconds: Record<string, number> = {};
  /** The step that runs. */
  at = "";

  constructor(
    private readonly name: string,
    private readonly listener: StepListener,
  ) {}

  /** Runs one step: shows it, and keeps its time. `tell` says in a few words what came of it. */
  async run<T>(name: string, action: () => Promise<T>, tell: (value: T) => string = () => ""): Promise<T> {
    this.at = name;
    this.listener.status(this.name, name);
    const start = performance.now();
    const end = (text: string) => {
      const seconds = (performance.now() - start) / 1000;
      this.seconds[name] = seconds;
      const columns = [this.name, name.padEnd(10), `${seconds.toFixed(1).padStart(6)} s`, text];
      this.listener.status(this.name, "");
      this.listener.line(columns.join("  ").trimEnd());
    };
    const value = await action().catch((error) => {
      end(error instanceof Interrupted ? "stopped" : "failed");
      throw error;
    });
    end(tell(value));
    return value;
  }
}
