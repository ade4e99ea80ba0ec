import { expect, it } from "vitest";
import { plus, textOf, times } from "../../../modules/foundation/numbers";
import { resolved } from "../../support/variables";

const ref = (expression: string) => `\${${expression}}`;

it("multiplies a number at once, and leaves a variable to Terraform", () => {
  expect(times(4, 86_400)).toBe(345_600);
  expect(resolved((root) => times(root.number("days"), 86_400))).toBe(ref("(var.days * 86400)"));
});

it("adds a number at once, and leaves a variable to Terraform", () => {
  expect(plus(4, 1)).toBe(5);
  expect(resolved((root) => plus(times(root.number("version"), 2), 1))).toBe(ref("((var.version * 2) + 1)"));
});

it("writes a number, or the reference to one", () => {
  expect(textOf(2_147_483_648)).toBe("2147483648");
  expect(resolved((root) => `{"count":${textOf(root.number("count"))}}`)).toBe(`{"count":${ref("var.count")}}`);
});
