import { describe, expect, it } from "vitest";
import { withBlock } from "../../scripts/generated-page";
import { runProgram } from "../sandbox/support";

describe("a block of a page", () => {
  const block = { begin: "<!-- made -->", end: "<!-- end -->" };

  it("is replaced, and what is around it stays", () => {
    const page = "# Title\n\n<!-- made -->\nold\n<!-- end -->\n\nMore.\n";
    const after = "# Title\n\n<!-- made -->\n\nnew\n\n<!-- end -->\n\nMore.\n";
    expect(withBlock("docs/a.md", page, block, "new")).toBe(after);
    expect(withBlock("docs/a.md", after, block, "new")).toBe(after);
  });

  it.each(["# Title\n", "<!-- end -->\n<!-- made -->\n", "<!-- made -->\n"])(
    "must have its marks, unlike %j",
    (page) => {
      expect(() => withBlock("docs/a.md", page, block, "new")).toThrow(
        "docs/a.md: must have <!-- made --> before <!-- end -->, got a page without; take them from Git",
      );
    },
  );
});

describe("the command of a page", () => {
  const refusals = (...args: readonly string[]) => runProgram("sandbox/write-refusals.ts", args);

  it("compares with --check, and writes nothing", async () => {
    expect(await refusals("--check")).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  });

  it("says what it writes", async () => {
    const { exitCode, stdout } = await refusals("--help");
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`npm run refusals [-- --check]

Writes docs/refusals.md: what the sandbox refuses as AWS does, from sandbox/refusals/table.

  --check   writes nothing, and exits with 1 when the page is not that of the code
  --help    this text
`);
  });

  it("refuses other options", async () => {
    const { exitCode, stderr } = await refusals("--wrong");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("npm run refusals: Unknown option '--wrong'");
    expect(stderr).toContain("; see --help");
  });
});
