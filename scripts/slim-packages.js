// @ts-check
// Runs after `npm ci`: deletes from node_modules what only other languages and systems read, and maps of sources, a third of a gigabyte.
const fs = require("node:fs");
const path = require("node:path");

const MODULES = path.join(__dirname, "..", "node_modules");

for (const name of packages()) {
  // What jsii makes the same package for Python, Java, C# and Go from.
  if (/^@cdktf\/provider-/.test(name)) remove(name, ".jsii");
  for (const system of entries(path.join(name, "prebuilds"))) {
    const [platform, ...architectures] = system.split(/[-+]/);
    const isOwn = platform === process.platform && architectures.includes(process.arch);
    if (!isOwn) remove(name, "prebuilds", system);
  }
}
remove("@cdktf", "provider-generator", "lib", "get", "__tests__");
// Where in their sources the packages' own code comes from.
for (const file of fs.readdirSync(MODULES, { recursive: true, encoding: "utf8" })) {
  if (file.endsWith(".map")) remove(file);
}

/** @returns {string[]} the names of the packages, with their scope */
function packages() {
  return entries(".").flatMap((name) =>
    name.startsWith("@") ? entries(name).map((scoped) => path.join(name, scoped)) : name,
  );
}

/** @param {string} folder @returns {string[]} what is in a folder below node_modules; nothing if there is none */
function entries(folder) {
  try {
    return fs.readdirSync(path.join(MODULES, folder));
  } catch {
    return [];
  }
}

/** @param {string[]} parts */
function remove(...parts) {
  fs.rmSync(path.join(MODULES, ...parts), { recursive: true, force: true });
}
