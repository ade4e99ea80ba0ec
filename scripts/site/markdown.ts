import { dirname, join, relative } from "node:path";
import GithubSlugger from "github-slugger";
import { Marked, type Tokens } from "marked";
import { sitePath } from "./pages";

/** A part of a page: what is below one heading. */
export interface Section {
  /** Anchor of the heading. */
  readonly id: string;
  readonly title: string;
  readonly level: number;
  /** What it says, without marks, to be searched. */
  readonly text: string;
}

/** A link from a page to a place in this repository. */
export interface Link {
  /** Path below the project's folder. */
  readonly file: string;
  readonly anchor: string;
}

/** A page in HTML, and what is in it. */
export interface RenderedPage {
  readonly html: string;
  readonly sections: readonly Section[];
  readonly links: readonly Link[];
}

/**
 * Renders a page in GitHub's Markdown. Links to other pages of the site lead there; what else of the repository is named stays a
 * name.
 * @param isPage tells whether a file is on the site
 */
export function renderPage(file: string, markdown: string, isPage: (file: string) => boolean): RenderedPage {
  const slugger = new GithubSlugger();
  const sections: { id: string; title: string; level: number; text: string }[] = [];
  const links: Link[] = [];
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth }: Tokens.Heading) {
        const title = plain(tokens);
        const id = slugger.slug(title);
        sections.push({ id, title, level: depth, text: "" });
        const text = this.parser.parseInline(tokens);
        return `<h${depth} id="${id}">${text} <a class="anchor" href="#${id}" aria-label="Link to this section">#</a></h${depth}>\n`;
      },
      code({ text, lang }: Tokens.Code) {
        if (lang === "mermaid") return `<pre class="mermaid">${escapeHtml(text)}</pre>\n`;
        return `<pre><code>${escapeHtml(text)}</code></pre>\n`;
      },
      table(token: Tokens.Table) {
        const row = (cells: readonly Tokens.TableCell[], tag: string) =>
          `<tr>${cells.map(({ tokens, align }) => `<${tag}${align ? ` style="text-align:${align}"` : ""}>${this.parser.parseInline(tokens)}</${tag}>`).join("")}</tr>`;
        const body = token.rows.map((cells) => row(cells, "td")).join("\n");
        return `<div class="table"><table><thead>${row(token.header, "th")}</thead><tbody>\n${body}</tbody></table></div>\n`;
      },
      link({ href, tokens }: Tokens.Link) {
        const text = this.parser.parseInline(tokens);
        if (/^[a-z]+:/.test(href)) return `<a href="${escapeHtml(href)}">${text}</a>`;
        const [path = "", anchor = ""] = href.split("#");
        const target = path === "" ? file : join(dirname(file), path);
        links.push({ file: target, anchor });
        if (!isPage(target)) return `<span class="file" title="${escapeHtml(target)}">${text}</span>`;
        const place = path === "" ? "" : relative(dirname(sitePath(file)), sitePath(target));
        return `<a href="${place}${anchor === "" ? "" : `#${anchor}`}">${text}</a>`;
      },
    },
  });
  const tokens = marked.lexer(markdown);
  const html = marked.parser(tokens);
  let at = -1;
  for (const token of tokens) {
    if (token.type === "heading") at++;
    else if (sections[at] !== undefined) (sections[at] as { text: string }).text += ` ${plain([token])}`;
  }
  return {
    html,
    sections: sections.map((section) => ({ ...section, text: section.text.replace(/\s+/g, " ").trim() })),
    links,
  };
}

/** What tokens say, without their marks. */
function plain(tokens: readonly object[]): string {
  const words = (token: object): string => {
    const { tokens, items, header, rows, text } = token as Partial<Tokens.Generic>;
    const cells = [header, ...(rows ?? [])].flat().filter((cell) => cell !== undefined);
    const below = [...(tokens ?? []), ...(items ?? []), ...cells] as object[];
    return below.length > 0 ? below.map(words).join(rows === undefined ? "" : " ") : String(text ?? "");
  };
  return tokens.map(words).join("").replace(/&amp;/g, "&").replace(/\s+/g, " ");
}

/** A text as HTML shows it. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
