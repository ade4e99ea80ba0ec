// @ts-check
// The package json-stable-stringify as cdktf calls it: plain JSON, its keys sorted, each level indented. The package asks at every
// value for what no caller here wants, which is a fortieth of a synth.

/** The text of a key is needed thousands of times. @type {Map<string, string>} */
const keyTexts = new Map();

/** @param {unknown} value @param {{ space?: number }} [options] @returns {string | undefined} */
module.exports = (value, { space = 0 } = {}) => {
  const step = " ".repeat(space);
  const colon = space > 0 ? ": " : ":";

  /** @param {unknown} node @param {string} indent a line break and the blanks before its bracket @returns {string | undefined} */
  function text(node, indent) {
    if (typeof node !== "object" || node === null) return JSON.stringify(node);
    const within = space > 0 ? indent + step : "";
    const end = space > 0 ? indent : "";
    let separator = "";
    let result = "";
    if (Array.isArray(node)) {
      for (const item of node) {
        result += separator + within + (text(item, within) ?? "null");
        separator = ",";
      }
      return `[${result}${end}]`;
    }
    for (const key of Object.keys(node).sort()) {
      const item = text(/** @type {Record<string, unknown>} */ (node)[key], within);
      if (item === undefined) continue;
      result += separator + within + keyText(key) + colon + item;
      separator = ",";
    }
    return `{${result}${end}}`;
  }

  return text(value, "\n");
};

/** @param {string} key @returns {string} */
function keyText(key) {
  const known = keyTexts.get(key);
  if (known !== undefined) return known;
  const made = JSON.stringify(key);
  keyTexts.set(key, made);
  return made;
}
