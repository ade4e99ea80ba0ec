import { join } from "node:path";
import type { Environment } from "../environments/environment";
import { withComments } from "../scripts/settings/comments";
import { examples } from "./examples";
import { copyAssets, moduleFiles, writeFolder } from "./files";
import { type Module, moduleOf } from "./module";
import { variablePlatform } from "./platform";
import { moduleReadme } from "./readme";
import { moduleTest } from "./terraform-tests";

/** Writes the modules of an environment's structure into `<out>/modules`. */
export function writeModules(like: Environment, out: string): readonly Module[] {
  const platform = variablePlatform(like);
  const modules = withComments("environments/environment.ts", "Environment", (commentOf) =>
    platform.modules.map((each) => moduleOf(each, platform, commentOf)),
  );
  for (const module of modules) {
    const folder = join(out, "modules", module.name);
    writeFolder(folder, {
      ...moduleFiles(module),
      "README.md": moduleReadme(module, like, modules),
      [`tests/${module.name}.tftest.hcl`]: moduleTest(module, like, platform.settings),
    });
    copyAssets(module, platform.assets, folder);
  }
  writeFolder(join(out, "examples"), examples(like, modules));
  return modules;
}
