import { join } from "node:path";
import type { Environment } from "../environments/environment";
import { withComments } from "../scripts/settings/comments";
import { examples } from "./examples";
import { moduleFiles, writeAssets, writeFolder } from "./files";
import { type Module, moduleOf } from "./module";
import { type Platform, variablePlatform } from "./platform";
import { moduleReadme } from "./readme";
import type { SettingComment } from "./setting-variables";
import { takingOver } from "./taking-over";
import { isTestable, moduleTest } from "./terraform-tests";

/** The modules of an environment's structure, and the platform that they were cut out of. */
export function modulesLike(
  like: Environment,
  commentOf: SettingComment,
): { readonly modules: readonly Module[]; readonly platform: Platform } {
  const platform = variablePlatform(like);
  return { modules: platform.modules.map((each) => moduleOf(each, platform, commentOf)), platform };
}

/** Runs an action with the comments of an environment's settings, which become descriptions of variables. */
export function withSettingComments<T>(action: (commentOf: SettingComment) => T): T {
  return withComments("environments/environment.ts", "Environment", action);
}

/**
 * Writes the modules of an environment's structure into `<out>/modules`, roots that call them into `<out>/examples`, and into
 * `<out>/taking-over` the root that takes over the state of the environment's own.
 */
export function writeModules(like: Environment, out: string): readonly Module[] {
  const { modules, platform } = withSettingComments((commentOf) => modulesLike(like, commentOf));
  for (const module of modules) {
    const folder = join(out, "modules", module.name);
    writeFolder(folder, {
      ...moduleFiles(module),
      "README.md": moduleReadme(module, like, modules),
      ...(isTestable(module) ? { [`tests/${module.name}.tftest.hcl`]: moduleTest(module, like) } : {}),
    });
    writeAssets(module, platform.assets, folder);
  }
  writeFolder(join(out, "examples"), examples(like, modules));
  writeFolder(join(out, "taking-over"), takingOver(like, modules));
  return modules;
}
