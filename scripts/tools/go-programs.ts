import { join } from "node:path";
import { findExecutable, run } from "../process";

/** Programs to build with Go. */
export interface GoPrograms {
  /** The folder of the module that pins them: its go.sum has the hash of each source. */
  readonly module: string;
  /** The package of each, by its name. */
  readonly packages: Readonly<Record<string, string>>;
  /** Flags of `go build`, beside those that leave out paths and what only a debugger needs. */
  readonly flags?: readonly string[];
  /** Values that the linker writes into variables, as `path.variable=value`. */
  readonly stamps?: readonly string[];
}

/**
 * Builds programs into a folder, from the Go module proxy.
 * @returns why they cannot be built, in a few words
 */
export async function buildWithGo(
  { module, packages, flags = [], stamps = [] }: GoPrograms,
  folder: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<string | undefined> {
  const go = findExecutable("go", env);
  if (go === undefined) return "no Go to build them with";
  const linked = ["-s", "-w", ...stamps.map((stamp) => `-X ${stamp}`)].join(" ");
  const own = ["-trimpath", "-gcflags=all=-dwarf=false", "-ldflags", linked, ...flags];
  for (const [name, source] of Object.entries(packages)) {
    const { exitCode, stderr } = await run({
      // Whatever else runs goes first.
      command: "nice",
      args: ["-n", "10", go, "build", ...own, "-o", join(folder, name), source],
      cwd: module,
      env: { ...env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly", GOWORK: "off" },
      signal,
      graceMs: 0,
    });
    if (exitCode !== 0) return `${name} could not be built: ${stderr.trim().split("\n").at(-1)}`;
  }
  return undefined;
}
