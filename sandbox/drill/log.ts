import { describeFailure, Failure } from "../../scripts/failure";
import { type Done, doneLine } from "./report";

/** The steps of a drill, told as they are done. */
export class DrillLog {
  readonly done: Done[] = [];

  constructor(private readonly say: (line: string) => void) {}

  /** Does a step. @throws Failure with its name when it fails */
  async run<T>(step: string, who: string, action: () => Promise<T>, tell: (value: T) => string = () => ""): Promise<T> {
    const start = performance.now();
    const end = (told: string) => {
      const done = { step, who, seconds: (performance.now() - start) / 1000, told };
      this.done.push(done);
      this.say(doneLine(done));
    };
    try {
      const value = await action();
      end(tell(value));
      return value;
    } catch (error) {
      end("failed");
      throw new Failure(`${step}: ${describeFailure(error)}`);
    }
  }
}
