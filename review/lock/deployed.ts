import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { configurationOf, type WrittenRoots } from "../written";
import { type PulledState, type Stateful, statefulOf, statefulOfState } from "./stateful";
import { stayProblems } from "./stay";

/**
 * Finds what a synth would lose of what is deployed.
 * @param deployed a file `<root>.tfstate` that `terraform state pull` printed, or the folder of an earlier synth, such as
 * that of the commit which the tag `deployed/<root>` names
 * @returns every problem at once, also when it is neither
 */
export function deployedProblems(written: WrittenRoots, deployed: string): string[] {
  let there: Readonly<Record<string, Stateful>>;
  try {
    there = readDeployed(deployed);
  } catch (error) {
    const [got] = (error as Error).message.split("\n");
    return [
      `--against: must be what terraform state pull or a synth has written, got ${got} in ${deployed}; write it anew`,
    ];
  }
  const source = existsSync(deployed) && statSync(deployed).isDirectory() ? "code" : "state";
  const known = written.roots.filter((root) => there[root] !== undefined);
  if (known.length > 0) {
    return known.flatMap((root) => stayProblems(root, there[root] ?? {}, configurationOf(written, root), source));
  }
  const got = Object.keys(there).join(", ") || `none in ${deployed}`;
  const remedy = "name a file <root>.tfstate, or the folder of a synth";
  return [`--against: must hold a root that is synthesized, got ${got}; ${remedy}`];
}

function readDeployed(path: string): Readonly<Record<string, Stateful>> {
  if (!existsSync(path)) return {};
  if (!statSync(path).isDirectory()) {
    const state = JSON.parse(readFileSync(path, "utf8")) as PulledState | null;
    if (!Array.isArray(state?.resources)) throw new Error("no list of resources");
    return { [basename(path).replace(/\.[^.]*$/, "")]: statefulOfState(state) };
  }
  const synth = { outdir: path };
  const stacks = join(path, "stacks");
  const roots = existsSync(stacks) ? readdirSync(stacks) : [];
  return Object.fromEntries(roots.map((root) => [root, statefulOf(configurationOf(synth, root))]));
}
