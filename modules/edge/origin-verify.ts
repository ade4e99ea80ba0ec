import { DataResource, Fn } from "cdktf";
import { Construct } from "constructs";
import { check, report } from "../foundation/checks";
import { settingsProblems } from "../foundation/schema";
import { type EdgeSettings, originVerifyVersions } from "./settings";

export interface OriginVerifyProps {
  readonly settings: Pick<EdgeSettings, "originVerifyVersions">;
}

/**
 * Header by which the load balancer recognizes this environment's CloudFront. Its value is a random UUID that Terraform
 * makes during an apply: it is in no code, no synthesized file, and not in the plan that makes it. Afterwards it is in the
 * state, because the listener rules and the distribution have plain arguments only, and identities that may describe those
 * can read it as well. It keeps strangers out, not the account's own readers.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html
 */
export class OriginVerify extends Construct {
  /** Name in lower case. */
  static readonly headerName = "x-origin-verify";
  readonly headerName = OriginVerify.headerName;
  /** Value that CloudFront sends. */
  readonly value: string;
  /** Values that the load balancer accepts. */
  readonly accepted: readonly string[];

  constructor(scope: Construct, id: string, { settings }: OriginVerifyProps) {
    super(scope, id);
    report(this, versionProblems(settings.originVerifyVersions));
    const values = settings.originVerifyVersions.map((version) => this.generate(version));
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
  const problems = settingsProblems("originVerifyVersions", originVerifyVersions, versions);
  if (problems.length > 0) return problems;
  return check(
    versions.every((version, index) => version > (versions[index - 1] ?? 0)),
    "originVerifyVersions",
    "must rise",
    versions,
    "add the next number, deploy, and remove the old one",
  );
}
