import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { API, type Checker, type Type } from "typescript/unstable/sync";
import { Failure } from "../failure";
import { PROJECT } from "../synth";

/** Finds the comment of a setting, by its keys from the root: `["network", "cidr"]`. */
export type CommentOf = (keys: readonly string[]) => string;

/**
 * Runs an action with the comments of a type's settings, as an editor shows them: asked of TypeScript, not of the text.
 * @param file source file below the project's folder that exports the type
 */
export function withComments<T>(file: string, typeName: string, action: (commentOf: CommentOf) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "lms-settings-"));
  const config = join(folder, "tsconfig.json");
  const source = join(PROJECT, file);
  const compilerOptions = { typeRoots: [join(PROJECT, "node_modules", "@types")] };
  writeFileSync(
    config,
    JSON.stringify({ extends: join(PROJECT, "tsconfig.json"), files: [source], include: [], compilerOptions }),
  );
  const api = new API({ cwd: PROJECT });
  try {
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    const checker = project?.checker;
    const root = project?.program.getSourceFile(source);
    const module = root && checker?.getSymbolAtLocation(root);
    const symbol = module && checker?.getMemberInModuleExports(module, typeName);
    if (checker === undefined || symbol === undefined) {
      throw new Failure(`${file}: must export the type ${typeName}, got none; name another`);
    }
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    return action((keys) => comment(checker, [type], keys));
  } finally {
    api.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The comment of a setting in the first of some types that has it. */
function comment(checker: Checker, types: readonly Type[], [key = "", ...deeper]: readonly string[]): string {
  for (const type of types) {
    const property = checker.getPropertyOfType(type, key);
    const found = property && checker.getTypeOfSymbol(property);
    if (property === undefined || found === undefined) continue;
    return deeper.length === 0
      ? property.getDocumentationComment(checker)
      : comment(checker, typesIn(checker, found), deeper);
  }
  return "";
}

/** A type with those that it chooses from, and those of its elements: settings lie in lists, in tables and beside `none`. */
function typesIn(checker: Checker, type: Type, levels = 2): readonly Type[] {
  if (type.isUnionType()) return type.getTypes().flatMap((each) => typesIn(checker, each, levels));
  const elements = levels === 0 ? [] : checker.getIndexInfosOfType(type);
  return [type, ...elements.flatMap(({ valueType }) => typesIn(checker, valueType, levels - 1))];
}
