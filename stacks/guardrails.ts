import { isReference } from "../modules/foundation/checks";
import { PROJECT } from "../modules/foundation/names";
import type { RequiredProviders } from "./provider-locks";

/** A root as Terraform reads it, `resource.<type>.<name>`. */
export interface TerraformConfiguration {
  readonly terraform?: { readonly required_providers?: RequiredProviders };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly [block: string]: unknown;
}

type Attributes = Readonly<Record<string, unknown>>;

/** Rule that every resource of a type must satisfy, as a sentence, and the remedy when it is broken. */
interface Guardrail {
  readonly type: string;
  readonly rule: string;
  readonly holds: (attributes: Attributes) => boolean;
  readonly remedy: string;
}

const GUARDRAILS: readonly Guardrail[] = [
  {
    type: "aws_cloudwatch_log_group",
    rule: "must be encrypted with a customer-managed key",
    holds: ({ kms_key_id }) => kms_key_id !== undefined,
    remedy: "set kmsKeyId to the environment's logs key",
  },
  {
    type: "aws_cloudwatch_log_group",
    rule: "must say how long it keeps events",
    holds: ({ retention_in_days: days }) => isReference(days) || (typeof days === "number" && days > 0),
    remedy: "set retentionInDays",
  },
  {
    type: "aws_kms_key",
    rule: "must rotate its key material",
    // KMS cannot rotate the asymmetric key that signs a zone.
    holds: ({ enable_key_rotation, customer_master_key_spec: spec = "SYMMETRIC_DEFAULT" }) =>
      enable_key_rotation === true || spec !== "SYMMETRIC_DEFAULT",
    remedy: "set enableKeyRotation",
  },
  {
    type: "aws_iam_role",
    rule: `must have a name of at most 64 characters that begins with ${PROJECT}-, which is all that the deployer may create`,
    holds: ({ name }) => typeof name === "string" && name.startsWith(`${PROJECT}-`) && name.length <= 64,
    remedy: "shorten the name, or begin it with the environment's prefix",
  },
  {
    type: "aws_vpc_security_group_ingress_rule",
    rule: "must not be open to the whole internet beyond HTTP and HTTPS",
    holds: ({ cidr_ipv4, cidr_ipv6, from_port, to_port }) =>
      (cidr_ipv4 !== "0.0.0.0/0" && cidr_ipv6 !== "::/0") ||
      (from_port === to_port && (from_port === 443 || from_port === 80)),
    remedy: "name the security group or the network that may connect",
  },
];

/** Values that cdktf spoils silently: the rule that each breaks, and the remedy. */
const SPOILED_VALUES = [
  {
    // A number token that a template or arithmetic turned into a number (about -8.1e+298), or a token left unresolved.
    pattern: /-\d+(\.\d+)?e\+(29\d|30\d)|TfToken\[/,
    rule: "must not hold an unresolved cdktf token",
    remedy: "use Token.asString, Op or Fn instead of a template or arithmetic on a number",
  },
  {
    // Op takes an operand that JavaScript counts as false, "" or 0, for none.
    pattern: /\$\{[^}]*\bundefined\b/,
    rule: "must not hold undefined in an expression",
    remedy: 'compare with Fn instead of giving Op an operand such as "" or 0',
  },
] as const;

/** What every spoiled value has, and few others. */
const SUSPICIOUS = /e\+|TfToken|undefined/;

/**
 * Problems of a root's configuration: values that cdktf spoiled silently, and resources that break a rule
 * which holds for the whole platform.
 * @returns one line a problem, `<address>: <rule>; <what to do>`
 */
export function configurationProblems(configuration: TerraformConfiguration): string[] {
  const problems: string[] = [];
  findSpoiled(configuration, [], problems);
  return [...problems, ...brokenGuardrails(configuration)];
}

/** @param path keys that lead to the value; the same list for all, since there are tens of thousands */
function findSpoiled(value: unknown, path: string[], problems: string[]): void {
  if (typeof value === "object" && value !== null) {
    for (const [key, child] of Object.entries(value)) {
      path.push(key);
      findSpoiled(child, path, problems);
      path.pop();
    }
  } else if (SUSPICIOUS.test(String(value))) {
    for (const { rule, remedy } of SPOILED_VALUES.filter(({ pattern }) => pattern.test(String(value)))) {
      problems.push(`${path.join(".")}: ${rule}, got ${JSON.stringify(value)}; ${remedy}`);
    }
  }
}

function brokenGuardrails({ resource = {} }: TerraformConfiguration): string[] {
  return GUARDRAILS.flatMap(({ type, rule, holds, remedy }) =>
    Object.entries(resource[type] ?? {})
      .filter(([, attributes]) => !holds(attributes))
      .map(([name]) => `${type}.${name}: ${rule}; ${remedy}`),
  );
}
