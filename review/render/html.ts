import { WORDS } from "../dangers/rest";
import { typeOf } from "../fold";
import { HTML_SCRIPT, HTML_STYLE } from "./html-parts";
import type { ReviewSection } from "./markdown";
import { gateLines, screenOf } from "./screen";

/** More nodes make no picture. */
const MOST_NODES = 60;

/** Reviews as one page that needs nothing else: with filters by danger, address and type, and a graph of what is affected. */
export function htmlText(title: string, sections: readonly ReviewSection[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${text(title)}</title>
<style>${HTML_STYLE}</style>
</head>
<body>
<h1>${text(title)}</h1>
<form id="filters">
<label>Danger <select id="danger"><option value="">all</option>${["loss", "access", "outage", "cost", "unseen", "rest"]
    .map((danger) => `<option>${danger}</option>`)
    .join("")}</select></label>
<label>Address <input id="address" type="search" placeholder="part of it"></label>
<label>Type <select id="type"><option value="">all</option>${typesOf(sections)
    .map((type) => `<option>${text(type)}</option>`)
    .join("")}</select></label>
<output id="count"></output>
</form>
${sections.map(sectionHtml).join("\n")}
<script>${HTML_SCRIPT}</script>
</body>
</html>
`;
}

function typesOf(sections: readonly ReviewSection[]): string[] {
  const types = sections.flatMap(({ review }) =>
    review.findings.filter(({ address }) => address !== "").map(({ address }) => typeOf(address)),
  );
  return [...new Set(types)].sort();
}

function sectionHtml({ title, review, gate, notes = [] }: ReviewSection): string {
  const { sections } = screenOf(review, gate);
  const screen = sections.map(
    ({ danger, title: heading, lines }) =>
      `<h3 class="${danger}">${text(heading)}</h3><ul>${lines.map((line) => `<li>${text(line)}</li>`).join("")}</ul>`,
  );
  const rows = review.findings.map(
    ({ danger, address, text: says, details }) =>
      `<tr data-danger="${danger}" data-address="${text(address)}" data-type="${text(address === "" ? "" : typeOf(address))}">` +
      `<td class="${danger}">${danger}</td><td>${text(address)}</td><td>${text(says)}${details.map(detailHtml).join("")}</td></tr>`,
  );
  const changes = review.changes.map(
    ({ address, action, lines, cause }) =>
      `<tr data-danger="" data-address="${text(address)}" data-type="${text(typeOf(address))}"><td>${WORDS[action]}</td>` +
      `<td>${text(address)}</td><td>${cause === undefined ? "" : `after ${text(cause)}`}${lines
        .map((line) => `<div><code>${text(line)}</code></div>`)
        .join("")}</td></tr>`,
  );
  return `<section>
<h2>${text(title)}</h2>
<p class="verdict">${text(review.verdict.line)}</p>
${gateLines(gate)
  .map((line) => `<p class="gate">${text(line)}</p>`)
  .join("\n")}
<div class="screen">${screen.join("\n")}</div>
${notes.length === 0 ? "" : `<ul class="notes">${notes.map((note) => `<li>${text(note)}</li>`).join("")}</ul>`}
<h3>Findings</h3>
<table class="findings"><tbody>${rows.join("\n")}</tbody></table>
${graphHtml(review.links)}
<details><summary>Every change (${review.changes.length})</summary><table><tbody>${changes.join("\n")}</tbody></table></details>
</section>`;
}

function detailHtml(detail: string): string {
  const [, url] = /^see (https:\/\/[\w./-]+)$/.exec(detail) ?? [];
  return url === undefined ? `<div>${text(detail)}</div>` : `<div><a rel="noreferrer" href="${url}">why</a></div>`;
}

/** The changed resources in columns, each to the right of what it refers to, with a line for each reference. */
function graphHtml(links: readonly (readonly [string, string])[]): string {
  const weight = new Map<string, number>();
  for (const link of links) for (const node of link) weight.set(node, (weight.get(node) ?? 0) + 1);
  const nodes = [...weight].sort(([, a], [, b]) => b - a).map(([node]) => node);
  const shown = new Set(nodes.slice(0, MOST_NODES));
  const drawn = links.filter(([user, used]) => shown.has(user) && shown.has(used));
  const places = placesOf([...shown], drawn);
  if (drawn.length === 0) return "";
  const all = [...places.values()];
  const width = 360 * (1 + Math.max(...all.map(({ column }) => column)));
  const height = 24 * (1 + Math.max(...all.map(({ row }) => row))) + 8;
  const x = (address: string) => 8 + 360 * (places.get(address)?.column ?? 0);
  const y = (address: string) => 20 + 24 * (places.get(address)?.row ?? 0);
  const lines = drawn.map(
    ([user, used]) =>
      `<path data-user="${text(user)}" data-used="${text(used)}" d="M${x(used) + 320} ${y(used) - 4} L${x(user) - 4} ${y(user) - 4}"/>`,
  );
  const labels = [...shown].map(
    (address) =>
      `<text data-node="${text(address)}" x="${x(address)}" y="${y(address)}">${text(short(address))}</text>`,
  );
  const left = nodes.length > MOST_NODES ? `, the ${MOST_NODES} with the most references of ${nodes.length}` : "";
  return `<details class="graph" open><summary>What is affected${left}</summary>
<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">${lines.join("")}${labels.join("")}</svg></details>`;
}

interface Place {
  readonly column: number;
  readonly row: number;
}

/** A column for each step from what refers to nothing; a cycle ends where it began. */
function placesOf(nodes: readonly string[], links: readonly (readonly [string, string])[]): ReadonlyMap<string, Place> {
  const columns = new Map<string, number>();
  const columnOf = (node: string, above: readonly string[]): number => {
    const known = columns.get(node);
    if (known !== undefined) return known;
    const used = links.flatMap(([user, other]) => (user === node && !above.includes(other) ? [other] : []));
    const column = used.reduce((most, other) => Math.max(most, 1 + columnOf(other, [...above, node])), 0);
    columns.set(node, column);
    return column;
  };
  const rows: number[] = [];
  return new Map(
    nodes.map((node) => {
      const column = columnOf(node, []);
      const row = rows[column] ?? 0;
      rows[column] = row + 1;
      return [node, { column, row }];
    }),
  );
}

function short(address: string): string {
  return address.length > 46 ? `${address.slice(0, 45)}…` : address;
}

/** A text as HTML, also in a quoted attribute. */
function text(value: string): string {
  return value
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
