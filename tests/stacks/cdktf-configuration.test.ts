import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { App, Fn, S3Backend, TerraformOutput, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { configurationOf } from "../../stacks/cdktf-configuration";

/** A stack with a bit of everything that cdktf merges. */
function stack(): TerraformStack {
  const stack = new TerraformStack(new App(), "stack");
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  const other = new AwsProvider(stack, "other", { alias: "other", region: "eu-west-1" });
  new S3Backend(stack, { bucket: "b", key: "k" });
  const dead = new SqsQueue(stack, "dead", { tags: {}, provider: other });
  const queue = new SqsQueue(stack, "queue", { name: `after-${dead.name}`, dependsOn: [dead] });
  queue.addOverride("tags.size", Token.asNumber(Fn.lengthOf([dead.arn])));
  queue.moveFromId("aws_sqs_queue.old");
  dead.importFrom("https://queue");
  new TerraformOutput(stack, "flat", { value: queue.arn });
  new TerraformOutput(new Construct(new Construct(stack, "one"), "two"), "deep", { value: [queue.arn, undefined] });
  return stack;
}

describe("configurationOf", () => {
  it("is what cdktf makes of a stack", () => {
    const one = stack();
    expect(configurationOf(one)).toEqual(one.toTerraform());
    expect(configurationOf(new TerraformStack(new App(), "empty"))).toEqual(
      new TerraformStack(new App(), "empty").toTerraform(),
    );
  });

  it("has what is overridden, with its tokens resolved, and lacks what an override takes out", () => {
    const one = stack();
    one.addOverride("terraform.required_version", `>= ${Token.asString(Fn.join(".", ["1", "11"]))}`);
    one.addOverride("terraform.required_providers.aws.version", undefined);
    one.addOverride("provider.aws", [{ alias: "third" }]);
    one.addOverride("resource.aws_sqs_queue.queue.tags", { team: "lms" });
    one.addOverride("added", { list: [1] });
    expect(configurationOf(one)).toEqual(one.toTerraform());
    expect(configurationOf(one)).toMatchObject({ added: { list: [1] } });
  });
});
