/** Looks of the page of a review. */
export const HTML_STYLE = `
body { font: 14px/1.45 system-ui, sans-serif; margin: 1.5rem; color: #1b1f24; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.1rem; border-top: 1px solid #ccd; padding-top: 1rem; } h3 { font-size: 1rem; margin: .8rem 0 .2rem; }
.verdict { font-weight: 600; } .gate { background: #fff3e0; padding: .3rem .6rem; }
.loss, .access { color: #a40e26; } .outage { color: #8a4600; } .cost { color: #0b5c8a; } .unseen { color: #6b21a8; } .rest { color: #57606a; }
#filters { position: sticky; top: 0; background: #fff; padding: .5rem 0; border-bottom: 1px solid #ccd; }
#filters label { margin-right: 1rem; }
table { border-collapse: collapse; width: 100%; } td { border-top: 1px solid #e4e6ea; padding: .2rem .5rem; vertical-align: top; overflow-wrap: anywhere; }
ul { margin: .2rem 0; } code { font: 12px ui-monospace, monospace; } [hidden] { display: none; }
.graph { overflow-x: auto; } svg text { font: 11px ui-monospace, monospace; } svg path { stroke: #9aa4b2; fill: none; }
svg .lit { stroke: #a40e26; fill: #a40e26; }
`;

/** Behaviour of the page of a review: it filters, and lights up what a resource in the graph is connected with. */
export const HTML_SCRIPT = `
const field = (id) => document.getElementById(id);
const filter = () => {
  const [danger, address, type] = [field("danger").value, field("address").value.toLowerCase(), field("type").value];
  let shown = 0;
  for (const row of document.querySelectorAll("tr[data-address]")) {
    const { dataset } = row;
    row.hidden = !((danger === "" || dataset.danger === danger) && dataset.address.toLowerCase().includes(address) && (type === "" || dataset.type === type));
    if (!row.hidden && dataset.danger !== "") shown += 1;
  }
  field("count").textContent = shown + " findings";
};
field("filters").addEventListener("input", filter);
field("filters").addEventListener("submit", (event) => event.preventDefault());
for (const node of document.querySelectorAll("[data-node]")) {
  node.addEventListener("click", () => {
    for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
    node.classList.add("lit");
    for (const path of document.querySelectorAll("path")) {
      path.classList.toggle("lit", path.dataset.user === node.dataset.node || path.dataset.used === node.dataset.node);
    }
    field("address").value = node.dataset.node;
    filter();
  });
}
filter();
`;
