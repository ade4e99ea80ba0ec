import { rmSync } from "node:fs";
import { join } from "node:path";
import { describeFailure, Failure } from "../../scripts/failure";
import { run } from "../../scripts/process";
import { PROJECT } from "../../scripts/synth";
import { type Credentials, emulatorEnvironment } from "../aws-environment";
import { assumeRole } from "../identities";
import type { Place } from "./check";
import { blocks, text, type Values } from "./delivery";

/** What stands in for Lambda. */
export interface Runtime {
  readonly place: Place;
  /** The folder of the root, which has the functions' archives. */
  readonly folder: string;
  /** Unpacks archives. */
  readonly python: string;
  readonly signal: AbortSignal;
}

/** Calls the handler and prints what it returns behind what it logs. */
const HOST = `
const { handler } = require(process.argv[1]);
handler(JSON.parse(process.argv[2])).then(
  (result) => process.stdout.write("\\n" + JSON.stringify(result ?? null)),
  (error) => { process.stderr.write(String(error?.stack ?? error)); process.exitCode = 1; },
);`;

/** A function as it stands, run on this machine: its own archive, its variables, and a session of its role. */
export class LocalFunction {
  constructor(
    private readonly values: Values,
    private readonly runtime: Runtime,
  ) {}

  /** ARN of the role that it works as. */
  get role(): string {
    return text(this.values, "role");
  }

  /** An environment variable of it. */
  variable(name: string): string {
    return this.variables[name] ?? "";
  }

  /** A session of its role, taken by Lambda. @throws Failure when the role does not trust Lambda */
  session(): Promise<Credentials> {
    return assumeRole(this.runtime.place, "lambda.amazonaws.com", this.role);
  }

  /** Invokes it. @returns what it returned @throws Failure with what it threw */
  async invoke(event: unknown): Promise<unknown> {
    const { folder, python, place, signal } = this.runtime;
    const name = text(this.values, "function_name");
    const archive = join(folder, text(this.values, "filename"));
    const code = `${archive}.d`;
    const [moduleName = "index"] = text(this.values, "handler").split(".");
    const own = emulatorEnvironment({ PATH: process.env.PATH }, place.endpoint, place.region, await this.session());
    const env = { ...own, ...this.variables, AWS_LAMBDA_FUNCTION_NAME: name, NODE_PATH: join(PROJECT, "node_modules") };
    try {
      const unpack = {
        command: python,
        args: ["-m", "zipfile", "-e", archive, code],
        env: process.env,
        signal,
        graceMs: 0,
      };
      await run(unpack);
      const args = ["-e", HOST, join(code, moduleName), JSON.stringify(event)];
      const { exitCode, stdout, stderr } = await run({ command: process.execPath, args, env, signal, graceMs: 0 });
      if (exitCode !== 0) throw new Failure(stderr.trim());
      return JSON.parse(stdout.slice(stdout.lastIndexOf("\n") + 1));
    } catch (error) {
      throw new Failure(`${name}: must work as ${this.role}, got ${describeFailure(error)}`);
    } finally {
      rmSync(code, { recursive: true, force: true });
    }
  }

  private get variables(): Readonly<Record<string, string>> {
    return (blocks(this.values, "environment")[0]?.variables ?? {}) as Readonly<Record<string, string>>;
  }
}
