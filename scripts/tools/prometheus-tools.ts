import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Failure } from "../failure";
import { findExecutable } from "../process";
import { PROJECT } from "../synth";
import { buildWithGo } from "./go-programs";
import { keep } from "./keep";

const PACKAGES = {
  amtool: "github.com/prometheus/alertmanager/cmd/amtool",
  promtool: "github.com/prometheus/prometheus/cmd/promtool",
} as const;

/** The module that pins them, to the releases of Prometheus and Alertmanager that the chart brings. */
const MODULE = join(PROJECT, "scripts", "tools", "prometheus");

/** Discovery of targets is most of what promtool is built of, and no part of what it checks here. */
const FLAGS = ["-tags", "remove_all_sd"];

/** Prometheus' own programs that check rules and configurations, each a file. */
export type PrometheusTools = Readonly<Record<keyof typeof PACKAGES, string>>;

/** The ones that are at hand: in PATH, else those that were built before. */
export function findPrometheusTools(env: NodeJS.ProcessEnv): PrometheusTools | undefined {
  const [amtool, promtool] = [findExecutable("amtool", env), findExecutable("promtool", env)];
  if (amtool !== undefined && promtool !== undefined) return { amtool, promtool };
  const folder = join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache"), "lms-platform", "prometheus");
  const built = toolsIn(join(folder, pinned()));
  return existsSync(built.promtool) ? built : undefined;
}

/** Builds them on the first use, which takes minutes. @throws Failure that says why they cannot be had */
export async function buildPrometheusTools(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<PrometheusTools> {
  const folder = await keep(env, ["prometheus", pinned(), "promtool"], async (folder) => {
    console.error("promtool and amtool: are built, once, which takes minutes");
    const missing = await buildWithGo({ module: MODULE, packages: PACKAGES, flags: FLAGS }, folder, env, signal);
    if (missing !== undefined)
      throw new Failure(`promtool and amtool: must be in PATH, or built with Go, got ${missing}`);
  });
  return toolsIn(folder);
}

function toolsIn(folder: string): PrometheusTools {
  return { amtool: join(folder, "amtool"), promtool: join(folder, "promtool") };
}

function pinned(): string {
  const files = ["go.mod", "go.sum"].map((name) => readFileSync(join(MODULE, name)));
  return createHash("sha256").update(Buffer.concat(files)).digest("hex").slice(0, 16);
}
