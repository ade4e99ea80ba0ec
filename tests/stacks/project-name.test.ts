import { expect, it } from "vitest";
import { prod } from "../../environments/prod";
import { ChangedCopy } from "../support/changed-copy";

it("renames everything in AWS with one line, the patterns of security policies included", () => {
  const roots = new ChangedCopy([
    { file: "modules/foundation/names.ts", from: 'PROJECT = "lms"', to: 'PROJECT = "school"' },
    ...["dev", "staging", "prod", "shared"].map((name) => ({
      file: `environments/${name}.ts`,
      from: /\blms-/g,
      to: "school-",
    })),
  ]).synthesize();
  expect(Object.keys(roots)).toHaveLength(11);
  const inAws = Object.entries(roots).filter(([name]) => !name.endsWith("-addons"));
  // Alarms link the repository, of which only the name changes here, not whose it is.
  const owned = (text: string) => text.replaceAll("https://github.com/example-lms/", "");
  const left = inAws.flatMap(([name, text]) =>
    (owned(text).match(/.{0,40}\blms[-/].{0,40}/g) ?? []).map((at) => [name, at]),
  );
  expect(left).toEqual([]);
  expect(roots["state-prod"]).toContain(`arn:aws:iam::${prod.account}:role/school-prod-*`);
  expect(roots["prod-platform"]).toContain('"name": "school/prod/web/session"');
});
