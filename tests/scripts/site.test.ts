import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderPage } from "../../scripts/site/markdown";
import { PAGES } from "../../scripts/site/pages";
import { deadLinks, writeSite } from "../../scripts/site/write-site";
import { PROJECT } from "../../scripts/synth";

const PAGE = { file: "docs/edits.md", name: "Edits" };
const render = (markdown: string) =>
  renderPage(PAGE.file, markdown, (file) => file === "README.md" || file === PAGE.file);

describe("a page of the site", () => {
  it("has anchors and sections as GitHub makes them", () => {
    const { html, sections } = render(
      "# A `zone` that goes\n\nFirst, *move*.\n\n| a | b |\n| - | - |\n| c | d |\n\n## Again\n\n## Again\n",
    );
    expect(sections).toEqual([
      { id: "a-zone-that-goes", title: "A zone that goes", level: 1, text: "First, move. a b c d" },
      { id: "again", title: "Again", level: 2, text: "" },
      { id: "again-1", title: "Again", level: 2, text: "" },
    ]);
    expect(html).toContain('<h1 id="a-zone-that-goes">A <code>zone</code> that goes <a class="anchor"');
  });

  it("leads to other pages, and only names what is not on the site", () => {
    const { html } = render(
      "[out](https://example.com/?a=1&b=2) [up](../README.md#recover) [here](#again) [code](../main.ts)",
    );
    expect(html).toBe(
      '<p><a href="https://example.com/?a=1&amp;b=2">out</a> <a href="../index.html#recover">up</a> ' +
        '<a href="#again">here</a> <span class="file" title="main.ts">code</span></p>\n',
    );
  });

  it("keeps diagrams for the browser, and shows code as it is", () => {
    const { html } = render('```mermaid\nflowchart LR\n  a["<b>"]\n```\n\n```sh\naws <id>\n```\n');
    expect(html).toBe(
      '<pre class="mermaid">flowchart LR\n  a[&quot;&lt;b&gt;&quot;]</pre>\n<pre><code>aws &lt;id&gt;</code></pre>\n',
    );
  });

  it("may not link what is not there", () => {
    const page = render("[a](../nowhere.md) [b](#nothing) [c](../main.ts#L1)");
    expect(deadLinks(new Map([[PAGE, page]]))).toEqual([
      "docs/edits.md: must link what is there, got nowhere.md",
      "docs/edits.md: must link a heading of docs/edits.md, got #nothing",
    ]);
  });
});

describe("the site", () => {
  it("has every page in Markdown of the repository", () => {
    const folders = ["", "docs", "ci", "gitops", "providers", "review", "tests/charts"];
    const inside = (folder: string) => readdirSync(join(PROJECT, folder)).filter((name) => name.endsWith(".md"));
    const files = folders.flatMap((folder) => inside(folder).map((name) => join(folder, name)));
    const listed = Object.values(PAGES).flatMap((pages) => pages.map(({ file }) => file));
    expect(listed.sort()).toEqual(files.sort());
  });

  it("is written without a dead link, and needs nothing from elsewhere", () => {
    const folder = mkdtempSync(join(tmpdir(), "lms-site-"));
    expect(writeSite(folder)).toBe(Object.values(PAGES).flat().length);
    const page = readFileSync(join(folder, "docs", "architecture.html"), "utf8");
    const loaded = [...page.matchAll(/(?:src|<link [^>]*href)="([^"]+)"/g)].map(([, place = ""]) => place);
    expect(loaded).toEqual(["../site.css", "../minisearch.js", "../search-index.js", "../mermaid.js", "../site.js"]);
    for (const place of loaded) expect(readFileSync(join(folder, "docs", place), "utf8")).not.toBe("");
    expect(page).toContain('<a href="architecture.html" aria-current="page">Architecture</a>');
    expect(readFileSync(join(folder, "search-index.js"), "utf8")).toContain('"href":"index.html#recover"');
  });
});
