import { Annotations, DataResource, Fn } from "cdktf";
import { Construct } from "constructs";

export interface OriginVerifyProps {
  /** One value each; the last is the one that CloudFront sends. */
  readonly versions: readonly [number, ...number[]];
}

/** A rule of a listener takes five values in all; the rest is for paths. */
const MOST_VERSIONS = 2;

/**
 * The header by which the load balancer tells this environment's CloudFront from anyone else's. Its value is a random
 * UUID that Terraform makes during an apply: it is in no code, no synthesized file, and not in the plan that makes it.
 * From then on it is in the state, because the listener rules and the distribution have plain arguments only, and
 * whoever may describe those can read it as well. It keeps strangers out, not the account's own readers.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html
 */
export class OriginVerify extends Construct {
  /** In lower case. */
  static readonly headerName = "x-origin-verify";
  readonly headerName = OriginVerify.headerName;
  /** What CloudFront sends. */
  readonly value: string;
  /** What the load balancer accepts. */
  readonly accepted: readonly string[];

  constructor(scope: Construct, id: string, { versions }: OriginVerifyProps) {
    super(scope, id);
    for (const problem of versionProblems(versions)) Annotations.of(this).addError(problem);
    const values = versions.map((version) => this.generate(version));
    this.accepted = values;
    this.value = values.at(-1) ?? "";
  }

  private generate(version: number): string {
    const kept = new DataResource(this, `value-${version}`, {
      input: { value: Fn.sensitive(Fn.uuid()) },
      // The function gives another value each time; the first one stays.
      lifecycle: { ignoreChanges: ["input"] },
    });
    return Fn.sensitive(kept.interpolationForAttribute("output.value"));
  }
}

function versionProblems(versions: readonly number[]): string[] {
  const rising = versions.every((version, index) => version > (versions[index - 1] ?? 0) && Number.isInteger(version));
  if (versions.length >= 1 && versions.length <= MOST_VERSIONS && rising) return [];
  return [
    `versions: must be one or ${MOST_VERSIONS} rising whole numbers from 1, got ${JSON.stringify(versions)}; ` +
      "add the next number, deploy, and remove the old one",
  ];
}
