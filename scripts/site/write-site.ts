import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "../failure";
import { PROJECT } from "../synth";
import { type RenderedPage, renderPage } from "./markdown";
import { pageHtml } from "./page-html";
import { PAGES, type Page, sitePath } from "./pages";

/** What the pages need beside them: ours, and libraries of npm. */
const ASSETS = {
  "site.css": join(PROJECT, "scripts", "site", "assets", "site.css"),
  "site.js": join(PROJECT, "scripts", "site", "assets", "site.js"),
  "mermaid.js": require.resolve("@mermaid-js/tiny"),
  "minisearch.js": require.resolve("minisearch").replace(/cjs.index\.cjs$/, "umd/index.js"),
};

/**
 * Writes the documentation as a site of plain files.
 * @returns the number of pages
 * @throws Failure with each link that leads nowhere
 */
export function writeSite(folder: string): number {
  const pages = Object.values(PAGES).flat();
  const files = new Set(pages.map(({ file }) => file));
  const rendered = new Map(
    pages.map((page): [Page, RenderedPage] => {
      const markdown = readFileSync(join(PROJECT, page.file), "utf8");
      return [page, renderPage(page.file, markdown, (file) => files.has(file))];
    }),
  );
  const dead = deadLinks(rendered);
  if (dead.length > 0) throw new Failure(dead.join("\n"));

  rmSync(folder, { recursive: true, force: true });
  for (const [page, content] of rendered) write(join(folder, sitePath(page.file)), pageHtml(page, content));
  for (const [name, source] of Object.entries(ASSETS)) copyFileSync(source, join(folder, name));
  write(join(folder, "search-index.js"), `const SECTIONS = ${JSON.stringify(searched(rendered))};\n`);
  return pages.length;
}

/** Links to files that the repository lacks, or to headings that a page lacks. */
export function deadLinks(rendered: ReadonlyMap<Page, RenderedPage>): string[] {
  const anchors = new Map([...rendered].map(([{ file }, { sections }]) => [file, sections.map(({ id }) => id)]));
  return [...rendered].flatMap(([page, { links }]) =>
    links.flatMap(({ file, anchor }) => {
      if (!existsSync(join(PROJECT, file))) return [`${page.file}: must link what is there, got ${file}`];
      const known = anchors.get(file);
      if (anchor === "" || known === undefined || known.includes(anchor)) return [];
      return [`${page.file}: must link a heading of ${file}, got #${anchor}`];
    }),
  );
}

function searched(rendered: ReadonlyMap<Page, RenderedPage>) {
  const sections = [...rendered].flatMap(([{ file, name }, content]) =>
    content.sections.map(({ id, title, text }) => ({ title, text, page: name, href: `${sitePath(file)}#${id}` })),
  );
  return sections.map((section, id) => ({ id, ...section }));
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
