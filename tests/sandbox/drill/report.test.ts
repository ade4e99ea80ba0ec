import { expect, it } from "vitest";
import { doneLine, drillTable, lossesIn } from "../../../sandbox/drill/report";

const PAGE = `| Store | Loss of | What happens | RPO | RTO | Source |
| --- | --- | --- | --- | --- | --- |
| Aurora | zone | The standby takes over | 0 | a minute | [1] |
| Aurora | region | A person fails over | about 1 s | minutes | [2] |
| Redis, sessions | region | Not copied | all | until it is made anew | |
`;
const DONE = { step: "us-east-1 is lost", who: "admin", seconds: 1.26, told: "refused" };

it("the table has what was done, and what a lost region takes with it by the page", () => {
  expect(drillTable([DONE], lossesIn(PAGE))).toBe(`| Step | Who | Seconds | What came of it |
| --- | --- | --- | --- |
| us-east-1 is lost | admin | 1.3 | refused |

| Store | What is lost | Until it goes on |
| --- | --- | --- |
| Aurora | about 1 s | minutes |
| Redis, sessions | all | until it is made anew |
`);
});

it("a step is told in a line", () => {
  expect(doneLine(DONE)).toBe(`${"us-east-1 is lost".padEnd(58)}  ${"admin".padEnd(14)}     1.3 s  refused`);
});
