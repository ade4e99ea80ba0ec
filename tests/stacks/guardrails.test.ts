import { expect, it } from "vitest";
import { configurationProblems } from "../../stacks/guardrails";

const problemsOf = (type: string, attributes: Record<string, unknown>) =>
  configurationProblems({ resource: { [type]: { it: attributes } } });

it("wants log groups encrypted and with a retention", () => {
  expect(problemsOf("aws_cloudwatch_log_group", { kms_key_id: "key", retention_in_days: 30 })).toEqual([]);
  expect(problemsOf("aws_cloudwatch_log_group", { retention_in_days: 30 })).toEqual([
    "aws_cloudwatch_log_group.it: must be encrypted with a customer-managed key; set kmsKeyId to the environment's logs key",
  ]);
  expect(problemsOf("aws_cloudwatch_log_group", { kms_key_id: "key" })).toEqual([
    "aws_cloudwatch_log_group.it: must say how long it keeps events; set retentionInDays",
  ]);
  expect(problemsOf("aws_cloudwatch_log_group", { kms_key_id: "key", retention_in_days: 0 })).toHaveLength(1);
});

it("wants keys to rotate", () => {
  expect(problemsOf("aws_kms_key", { enable_key_rotation: true })).toEqual([]);
  expect(problemsOf("aws_kms_key", { customer_master_key_spec: "ECC_NIST_P256" })).toEqual([]);
  expect(problemsOf("aws_kms_key", {})).toEqual([
    "aws_kms_key.it: must rotate its key material; set enableKeyRotation",
  ]);
});

it("wants roles that the deployer may create, with names that IAM takes", () => {
  expect(problemsOf("aws_iam_role", { name: "lms-dev-nodes" })).toEqual([]);
  const refused = [
    "aws_iam_role.it: must have a name of at most 64 characters that begins with lms-, which is all that the deployer may create; shorten the name, or begin it with the environment's prefix",
  ];
  expect(problemsOf("aws_iam_role", { name: "nodes" })).toEqual(refused);
  expect(problemsOf("aws_iam_role", {})).toEqual(refused);
  expect(problemsOf("aws_iam_role", { name: `lms-${"x".repeat(60)}` })).toEqual([]);
  expect(problemsOf("aws_iam_role", { name: `lms-${"x".repeat(61)}` })).toEqual(refused);
});

it("wants no entrance from the whole internet but the web's", () => {
  const rule = "aws_vpc_security_group_ingress_rule";
  const refused = [
    `${rule}.it: must not be open to the whole internet beyond HTTP and HTTPS; name the security group or the network that may connect`,
  ];
  expect(problemsOf(rule, { cidr_ipv4: "10.0.0.0/8", from_port: 22, to_port: 22 })).toEqual([]);
  expect(problemsOf(rule, { cidr_ipv4: "0.0.0.0/0", from_port: 443, to_port: 443 })).toEqual([]);
  expect(problemsOf(rule, { cidr_ipv4: "0.0.0.0/0", from_port: 22, to_port: 22 })).toEqual(refused);
  expect(problemsOf(rule, { cidr_ipv4: "0.0.0.0/0", from_port: 80, to_port: 443 })).toEqual(refused);
  expect(problemsOf(rule, { cidr_ipv6: "::/0", ip_protocol: "-1" })).toEqual(refused);
});

it("finds tokens wherever they leaked", () => {
  expect(configurationProblems({ output: { port: { value: "db--8.109562212591936e+298" } } })).toEqual([
    'output.port.value: must not hold an unresolved cdktf token, got "db--8.109562212591936e+298"; use Token.asString, Op or Fn instead of a template or arithmetic on a number',
  ]);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the very form of a token that no one resolved
  expect(configurationProblems({ locals: { a: ["${TfToken[TOKEN.7]}"] } })).toEqual([
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the same
    'locals.a.0: must not hold an unresolved cdktf token, got "${TfToken[TOKEN.7]}"; use Token.asString, Op or Fn instead of a template or arithmetic on a number',
  ]);
});

it("finds what cdktf left out of an expression", () => {
  const spoiled = ["$", '{(var.role != undefined) ? "x" : "y"}'].join("");
  expect(configurationProblems({ locals: { a: spoiled } })).toEqual([
    `locals.a: must not hold undefined in an expression, got ${JSON.stringify(spoiled)}; ` +
      'compare with Fn instead of giving Op an operand such as "" or 0',
  ]);
  expect(configurationProblems({ output: { text: { description: "undefined until the first apply" } } })).toEqual([]);
});
