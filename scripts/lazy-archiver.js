// @ts-check
// The package archiver, loaded when it is used: cdktf requires it on its first line, which is a tenth of what Node loads.
const { createRequire } = require("node:module");

/** @param {readonly unknown[]} args */
module.exports = (...args) => createRequire(__filename)("archiver")(...args);
