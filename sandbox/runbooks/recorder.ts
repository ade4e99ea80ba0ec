import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A program that a snippet has called. */
export interface Call {
  /** The program and its arguments. */
  readonly words: readonly string[];
  readonly exitCode: number;
  readonly stderr: string;
}

/** The AWS CLI. */
export interface AwsCli {
  readonly path: string;
  /** Such as `1`. */
  readonly majorVersion: number;
}

/** What version 1 of the AWS CLI does not know. @see https://docs.aws.amazon.com/cli/latest/userguide/cliv2-migration-changes.html */
const FOR_VERSION_1 = `
words=()
while [ $# -gt 0 ]; do
  if [ "$1" = --cli-binary-format ]; then shift; else words+=("$1"); fi
  shift
done
if [ "\${words[0]} \${words[1]}" = "logs tail" ]; then
  set -- logs filter-log-events --log-group-name "\${words[2]}"
  for ((i = 3; i < \${#words[@]}; i++)); do [ "\${words[i]}" = --filter-pattern ] && set -- "$@" "\${words[@]:i:2}"; done
else
  set -- "\${words[@]}"
fi
set -- --endpoint-url "$AWS_ENDPOINT_URL" "$@"`;

/** A script that runs the AWS CLI. @param before what it does first */
export function cliScript({ path, majorVersion }: AwsCli, before = ""): string {
  return `#!/usr/bin/env bash\n${before}${majorVersion === 1 ? FOR_VERSION_1 : ""}\nexec "${path}" "$@"\n`;
}

/** Programs to be first in PATH, which keep what they were called with. */
export class Recorder {
  private readonly calls: string;
  /** The folder of the programs. */
  readonly bin: string;

  /**
   * @param silent programs that do nothing but to be recorded, and answer with a word
   * @param cli what `aws` runs, unless it is silent
   */
  constructor(folder: string, silent: readonly string[], cli?: AwsCli) {
    this.calls = join(folder, "calls");
    this.bin = join(folder, "bin");
    for (const made of [this.calls, this.bin]) mkdirSync(made, { recursive: true });
    for (const program of silent) this.write(program, "{ echo word 2> /dev/null || :; }");
    if (cli === undefined) return;
    const script = join(folder, "cli");
    writeFileSync(script, cliScript(cli));
    chmodSync(script, 0o755);
    this.write("aws", `"${script}" "$@"`);
  }

  /** What was called since this was last asked. */
  take(): Call[] {
    const taken = readdirSync(this.calls)
      .filter((file) => file.endsWith(".words"))
      .sort()
      .map((file): Call => {
        const read = (kind: string) => readFileSync(join(this.calls, file.replace(/words$/, kind)), "utf8");
        return {
          words: read("words").split("\0").slice(0, -1),
          exitCode: Number(read("status")),
          stderr: read("stderr").trim(),
        };
      });
    rmSync(this.calls, { recursive: true });
    mkdirSync(this.calls);
    return taken;
  }

  private write(program: string, run: string): void {
    const path = join(this.bin, program);
    // Whoever reads the answer may go before it is written.
    const script = `#!/usr/bin/env bash
trap '' PIPE
call="${this.calls}/$(date +%s%N)-$$"
printf '%s\\0' ${program} "$@" > "$call.words"
${run} 2> "$call.stderr"
status=$?
echo $status > "$call.status"
cat "$call.stderr" >&2
exit $status
`;
    writeFileSync(path, script);
    chmodSync(path, 0o755);
  }
}
