import { join } from "node:path";
import { runPlain } from "./plain-command";
import { writeSite } from "./site/write-site";
import { PROJECT } from "./synth";

runPlain({
  command: "npm run site",
  about: `Writes the documentation as a site into site/: plain files with a navigation, diagrams and a search, that need no server and
nothing from elsewhere. Fails on a link that leads nowhere. Open site/index.html, or let any web server hand the folder out.`,
  run: () => {
    const pages = writeSite(join(PROJECT, "site"));
    console.log(`wrote ${pages} pages into site/; open site/index.html`);
  },
});
