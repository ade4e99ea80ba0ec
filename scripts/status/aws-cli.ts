import { Failure } from "../failure";
import { attempt, findExecutable } from "../process";

/** Answer of the AWS CLI as a value, or why there is none. */
export type Answer = { readonly value: unknown } | { readonly refused: string };

/** Asks AWS with the AWS CLI and the credentials at hand. */
export interface AwsCli {
  /** @param args such as `["eks", "describe-cluster", "--name", "lms-dev"]` */
  ask(region: string, ...args: readonly string[]): Promise<Answer>;
}

/** The AWS CLI in PATH. @throws Failure when there is none */
export function findAwsCli(env: NodeJS.ProcessEnv, signal: AbortSignal): AwsCli {
  const command = findExecutable("aws", env);
  if (command === undefined) {
    throw new Failure(
      "aws: the AWS CLI must be in PATH, got none; https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    );
  }
  return {
    async ask(region, ...args) {
      const all = [...args, "--region", region, "--output", "json"];
      const { exitCode, stdout, stderr } = await attempt({
        command,
        args: all,
        env: { ...env, AWS_PAGER: "" },
        signal,
      });
      if (exitCode !== 0) return { refused: reasonOf(stderr, exitCode) };
      try {
        return { value: stdout.trim() === "" ? {} : JSON.parse(stdout) };
      } catch {
        return { refused: `aws ${args[0]} ${args[1]} printed no JSON` };
      }
    },
  };
}

/** The line of what the AWS CLI said that says why. */
function reasonOf(stderr: string, exitCode: number | null): string {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  return lines.at(-1)?.trim() ?? `aws ended with ${exitCode}`;
}
