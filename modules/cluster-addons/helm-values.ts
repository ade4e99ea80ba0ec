import type { HelmValues } from "./addon";

/** `${` and `%{` that are not the beginning of a cdktf token. */
const TEMPLATES = /\$\{(?!TfToken\[)|%\{/g;

/**
 * Values as one JSON document, which is YAML too, line by line for whoever reads a plan. What a chart itself writes as
 * `${...}` reaches it unchanged; Terraform would take it for an expression of its own.
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function helmValues(values: HelmValues): string {
  return JSON.stringify(values, undefined, 2).replace(TEMPLATES, (start) => `${start.charAt(0)}${start}`);
}
