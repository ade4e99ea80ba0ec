import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT } from "../scripts/synth";

/** Relative imports of a file, types included. */
const IMPORT = /(?:from|import) "(\.{1,2}\/[^"]+)"/g;

const MAX_LINES = 200;

interface Source {
  readonly path: string;
  readonly text: string;
  /** Paths of the project's own files that it imports. */
  readonly imports: readonly string[];
}

function sources(folder: string): Source[] {
  const files = readdirSync(join(PROJECT, folder), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  return files.map((file) => {
    const path = join(folder, file);
    const text = readFileSync(join(PROJECT, path), "utf8");
    const imports = [...text.matchAll(IMPORT)].map(([, target = ""]) => normalize(join(dirname(path), target)));
    return { path, text, imports };
  });
}

/** The area of a path below modules/: its folder. */
function areaOf(path: string): string | undefined {
  return /^modules\/([^/]+)/.exec(path)?.[1];
}

const MODULES = sources("modules");

describe("modules/", () => {
  /** Areas that each area imports. */
  const below = new Map<string, Set<string>>();
  for (const { path, imports } of MODULES) {
    const area = areaOf(path) ?? "";
    const others = below.get(area) ?? new Set<string>();
    below.set(area, others);
    for (const target of imports) {
      const other = areaOf(target);
      if (other !== undefined && other !== area) others.add(other);
    }
  }

  it("stands on floors: no area imports one that imports it back, by whatever way", () => {
    const backTo = (start: string, area: string, way: readonly string[]): readonly string[] | undefined => {
      for (const other of below.get(area) ?? []) {
        if (other === start) return [...way, other];
        if (way.includes(other)) continue;
        const cycle = backTo(start, other, [...way, other]);
        if (cycle !== undefined) return cycle;
      }
      return undefined;
    };
    for (const area of below.keys()) expect(backTo(area, area, [area])).toBeUndefined();
  });

  it("has a foundation that knows no area", () => {
    expect([...(below.get("foundation") ?? [])]).toEqual([]);
  });

  it("knows no environment, root, command or process", () => {
    for (const { path, imports, text } of MODULES) {
      const outside = imports.filter((target) => !target.startsWith("modules/") && !target.startsWith("functions/"));
      expect([path, outside]).toEqual([path, []]);
      expect([path, /\bprocess\.env\b|\bTerraformOutput\b/.test(text)]).toEqual([path, false]);
    }
  });

  it("is entered by an area's index.ts alone, but for the foundation", () => {
    const everywhere = [...MODULES, ...["stacks", "environments", "scripts", "ci", "gitops"].flatMap(sources)];
    const deep = everywhere.flatMap(({ path, imports }) =>
      imports
        .filter((target) => {
          const area = areaOf(target);
          return area !== undefined && area !== "foundation" && area !== areaOf(path) && target !== `modules/${area}`;
        })
        .map((target) => `${path} -> ${target}`),
    );
    expect(deep).toEqual([]);
  });
});

describe("modules/ and stacks/", () => {
  const files = [...MODULES, ...sources("stacks")];

  it.each(files.map(({ path, text }) => [path, text.split("\n").length - 1] as const))(
    "%s has at most 200 lines",
    (_, lines) => {
      expect(lines).toBeLessThanOrEqual(MAX_LINES);
    },
  );

  it("begin the comment of what they export with a noun or a verb", () => {
    const asked = files.flatMap(({ path, text }) =>
      [
        ...text.matchAll(
          /\/\*\*\s+(?:\*\s+)?((?:What|Who|Whoever|Whose|Where|How|Whether|That)\b[^\n]*)\n?(?:\s*\*[^\n]*\n)*\s*export /g,
        ),
      ].map(([, line]) => `${path}: ${line}`),
    );
    expect(asked).toEqual([]);
  });
});

describe("stacks/platform-stack.ts", () => {
  it("hands each construct the props that it declares, one by one, so that the compiler checks them", () => {
    const text = readFileSync(join(PROJECT, "stacks/platform-stack.ts"), "utf8");
    expect(text.match(/\.\.\.\w+/g)).toBeNull();
  });
});

describe("the tests of modules", () => {
  it("stand on fixtures of their own, not on the environments that users change", () => {
    const borrowed = sources("tests/modules").filter(
      ({ text, imports }) =>
        imports.some((target) => /^environments\/(dev|staging|prod|shared|index)?$/.test(target)) ||
        /\broot\("(?:dev|staging|prod|shared|state)-/.test(text),
    );
    expect(borrowed.map(({ path }) => path)).toEqual([]);
  });
});
