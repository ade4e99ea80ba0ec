import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { chartOutline } from "./chart-outline";

function chart(folder: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

it("knows every key of the defaults by its type, in alphabetical order, and no value", () => {
  const folder = chart(mkdtempSync(join(tmpdir(), "lms-outline-")), {
    "Chart.yaml": "name: tried\nversion: 1.2.3\n",
    "values.yaml": "text: a\nnumber: 1\nflag: true\nnothing:\nlist: [1]\nempty: {}\nmap: { inner: b }\n",
  });
  expect(JSON.stringify(chartOutline(folder))).toBe(
    JSON.stringify({
      chart: "tried",
      version: "1.2.3",
      values: {
        "empty?": {},
        "flag?": "boolean",
        "list?": ["any"],
        "map?": { "inner?": "string" },
        "nothing?": "any",
        "number?": "number",
        "text?": "string",
      },
    }),
  );
});

it("knows the defaults of dependencies by the names under which the chart takes them, and what it changes in them", () => {
  const folder = chart(mkdtempSync(join(tmpdir(), "lms-outline-")), {
    "Chart.yaml": "name: tried\nversion: 1.2.3\ndependencies: [{ name: part, alias: own }, { name: absent }]\n",
    "values.yaml": "own: { size: big, extra: 1 }\n",
  });
  chart(join(folder, "charts/part"), { "Chart.yaml": "name: part\n", "values.yaml": "size: 1\ncolour: red\n" });
  expect(chartOutline(folder).values).toEqual({
    "own?": { "colour?": "string", "extra?": "number", "size?": "string" },
  });
});

it("keeps of a schema what is valid, and leaves out what is only told", () => {
  const schema = {
    description: "Values",
    properties: { description: { type: "string", default: "", title: "A property of that name" } },
    additionalProperties: false,
  };
  const folder = chart(mkdtempSync(join(tmpdir(), "lms-outline-")), {
    "Chart.yaml": "name: tried\nversion: 1.2.3\n",
    "values.yaml": "",
    "values.schema.json": JSON.stringify(schema),
  });
  expect(chartOutline(folder).schema).toEqual({
    properties: { description: { type: "string" } },
    additionalProperties: false,
  });
});
