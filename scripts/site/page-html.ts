import { dirname, relative } from "node:path";
import { escapeHtml, type RenderedPage } from "./markdown";
import { PAGES, type Page, sitePath } from "./pages";

/** The whole of a page as a browser takes it: the navigation, the sections, the page itself. It needs nothing from elsewhere. */
export function pageHtml(page: Page, { html, sections }: RenderedPage): string {
  const path = sitePath(page.file);
  const to = (target: string) => relative(dirname(path), target);
  const link = ({ file, name }: Page) => {
    const current = file === page.file ? ' aria-current="page"' : "";
    return `<li><a href="${to(sitePath(file))}"${current}>${escapeHtml(name)}</a></li>`;
  };
  const groups = Object.entries(PAGES).map(
    ([heading, pages]) => `<h2>${heading}</h2>\n<ul>\n${pages.map(link).join("\n")}\n</ul>`,
  );
  const inPage = sections
    .filter(({ level }) => level === 2)
    .map(({ id, title }) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`);
  const contents =
    inPage.length > 1 ? `<nav class="contents" aria-label="On this page"><ul>\n${inPage.join("\n")}\n</ul></nav>` : "";
  const diagrams = html.includes('class="mermaid"') ? `<script src="${to("mermaid.js")}"></script>\n` : "";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.name)} - LMS platform</title>
<link rel="stylesheet" href="${to("site.css")}">
</head>
<body data-root="${to(".") || "."}">
<a class="skip" href="#page">To the text</a>
<nav class="site" aria-label="Pages">
<a class="home" href="${to("index.html")}">LMS platform</a>
<input type="search" id="search" placeholder="Search" aria-label="Search all pages" autocomplete="off">
<ol id="found" hidden></ol>
<details class="pages" open><summary>Pages</summary>
${groups.join("\n")}
</details>
</nav>
<main id="page">
${contents}
${html}</main>
<script src="${to("minisearch.js")}"></script>
<script src="${to("search-index.js")}"></script>
${diagrams}<script src="${to("site.js")}"></script>
</body>
</html>
`;
}
