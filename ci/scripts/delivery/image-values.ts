import { isScalar, parseDocument } from "yaml";
import { Failure } from "../../../scripts/failure";

/** The file of the GitOps tree that holds the tag of a service's image in an environment. */
export function valuesFile(environment: string, service: string): string {
  return `gitops/environments/${environment}/${service}.yaml`;
}

/** The tag in a values file. @throws Failure when there is none */
export function imageTag(file: string, text: string): string {
  const { value } = tagScalar(file, text);
  return String(value);
}

/** The same values with another tag, and not another byte: comments, order and layout stay. */
export function withImageTag(file: string, text: string, tag: string): string {
  const { range } = tagScalar(file, text);
  const [start, end] = range;
  // Quoted, for 40 digits without a letter, or with an "e" among them, would be a number.
  return `${text.slice(0, start)}"${tag}"${text.slice(end)}`;
}

function tagScalar(file: string, text: string): { value: unknown; range: readonly [number, number] } {
  const document = parseDocument(text);
  const node = document.getIn(["image", "tag"], true);
  if (document.errors.length > 0 || !isScalar(node) || !node.range) {
    const got = document.errors[0]?.message.split("\n")[0] ?? "none";
    throw new Failure(`${file}: image.tag must be one value of valid YAML, got ${got}; see gitops/README.md`);
  }
  return { value: node.value, range: [node.range[0], node.range[1]] };
}
