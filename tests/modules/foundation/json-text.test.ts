import { App, TerraformOutput, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { expect, it } from "vitest";
import { jsonText } from "../../../modules/foundation/json-text";

it("a value that is known is its JSON", () => {
  expect(jsonText([{ Limit: 5, Name: "a" }])).toBe('[{"Limit":5,"Name":"a"}]');
});

it("a value that Terraform alone knows, even a number, is written by Terraform", () => {
  const stack = new TerraformStack(new App(), "root");
  const limit = new TerraformVariable(stack, "limit", { type: "number" }).numberValue;
  new TerraformOutput(stack, "text", { value: jsonText([{ Limit: limit }]) });
  expect(JSON.parse(Testing.synth(stack)).output.text.value).toBe(`$\{jsonencode([{"Limit" = var.limit}])}`);
});
