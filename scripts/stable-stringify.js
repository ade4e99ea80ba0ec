// @ts-check
// The package json-stable-stringify as cdktf calls it: plain JSON, its keys sorted, each level indented. The package asks at every
// value for what no caller here wants, which is a fortieth of a synth.

/** @typedef {{ start: string, end: string, keys: Map<string, string> }} Level what is before each item, and each key, and after the last */

/** @param {unknown} value @param {{ space?: number }} [options] @returns {string | undefined} */
module.exports = (value, { space = 0 } = {}) => {
  /** @type {Level[]} */
  const levels = [];
  const colon = space > 0 ? ": " : ":";

  /** @param {number} depth @returns {Level} */
  function makeLevel(depth) {
    const line = (/** @type {number} */ steps) => (space > 0 ? `\n${" ".repeat(space * steps)}` : "");
    const level = { start: `,${line(depth + 1)}`, end: line(depth), keys: new Map() };
    levels[depth] = level;
    return level;
  }

  /** The same keys come hundreds of times at a depth. @param {Level} level @param {string} key @returns {string} */
  function startOf({ start, keys }, key) {
    const known = keys.get(key);
    if (known !== undefined) return known;
    const made = start + JSON.stringify(key) + colon;
    keys.set(key, made);
    return made;
  }

  /** @param {unknown} node @param {number} depth @returns {string | undefined} */
  function text(node, depth) {
    if (typeof node !== "object" || node === null) return JSON.stringify(node);
    const level = levels[depth] ?? makeLevel(depth);
    let result = "";
    if (Array.isArray(node)) {
      for (let index = 0; index < node.length; index++) {
        result += index === 0 ? level.start.slice(1) : level.start;
        result += text(node[index], depth + 1) ?? "null";
      }
      return `[${result}${level.end}]`;
    }
    const keys = Object.keys(node);
    if (!isSorted(keys)) keys.sort();
    for (let index = 0; index < keys.length; index++) {
      const key = /** @type {string} */ (keys[index]);
      const item = text(/** @type {Record<string, unknown>} */ (node)[key], depth + 1);
      if (item === undefined) continue;
      const start = startOf(level, key);
      result += result === "" ? start.slice(1) : start;
      result += item;
    }
    return `{${result}${level.end}}`;
  }

  return text(value, 0);
};

/** Most objects have their keys in order, and to sort them copies them twice. @param {readonly string[]} keys @returns {boolean} */
function isSorted(keys) {
  for (let index = 1; index < keys.length; index++) {
    if (/** @type {string} */ (keys[index - 1]) > /** @type {string} */ (keys[index])) return false;
  }
  return true;
}
