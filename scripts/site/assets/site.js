// What runs on a page of the site: its diagrams, and the search. Works from a folder on disk, too.
/* global MiniSearch, mermaid, SECTIONS */
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  if (typeof mermaid !== "undefined") {
    mermaid.initialize({ startOnLoad: true, theme: dark ? "dark" : "neutral", maxTextSize: 200000 });
  }

  const root = document.body.dataset.root;
  const input = document.getElementById("search");
  const found = document.getElementById("found");
  let index;

  function search() {
    index ??= (() => {
      const made = new MiniSearch({
        fields: ["title", "text"],
        storeFields: ["title", "page", "href"],
        searchOptions: { boost: { title: 4 }, prefix: true, fuzzy: 0.1, combineWith: "AND" },
      });
      made.addAll(SECTIONS);
      return made;
    })();
    const hits = index.search(input.value).slice(0, 12);
    found.replaceChildren(
      ...hits.map(({ title, page, href }) => {
        const link = document.createElement("a");
        link.href = `${root}/${href}`;
        link.textContent = title;
        const where = document.createElement("small");
        where.textContent = page;
        const item = document.createElement("li");
        item.append(link, where);
        return item;
      }),
    );
    found.hidden = input.value === "";
    if (input.value !== "" && hits.length === 0) found.textContent = "Nothing found";
  }

  input.addEventListener("input", search);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") found.querySelector("a")?.click();
    if (event.key === "Escape") {
      input.value = "";
      search();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target !== document.body) return;
    event.preventDefault();
    input.focus();
  });
  if (matchMedia("(max-width: 56rem)").matches) document.querySelector("details.pages").open = false;
  document.querySelector('nav.site [aria-current="page"]')?.scrollIntoView({ block: "nearest" });
})();
