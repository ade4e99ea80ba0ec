import { DataResource, Fn } from "cdktf";
import { Construct } from "constructs";
import { report } from "../foundation/checks";
import { settingsProblems } from "../foundation/schema";
import { type EdgeSettings, originVerifyVersion } from "./settings";

export interface OriginVerifyProps {
  readonly settings: Pick<EdgeSettings, "originVerifyVersion">;
}

/**
 * Header by which the load balancer recognizes this environment's CloudFront. Its value is a random UUID that Terraform
 * makes during an apply: it is in no code, no synthesized file, and not in the plan that makes it. Afterwards it is in the
 * state, because the listener rules and the distribution have plain arguments only, and identities that may describe those
 * can read it as well. It keeps strangers out, not the account's own readers.
 *
 * The load balancer changes at once and CloudFront's locations after minutes. So the load balancer also accepts the version
 * before the one that is sent, and the next: whichever is deployed first, and before the other is done, none is refused.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html
 */
export class OriginVerify extends Construct {
  /** Name in lower case. */
  static readonly headerName = "x-origin-verify";
  /** Number of values that the load balancer accepts. */
  static acceptedCount({ originVerifyVersion }: OriginVerifyProps["settings"]): number {
    return originVerifyVersion > 1 ? 3 : 2;
  }
  readonly headerName = OriginVerify.headerName;
  /** Value that CloudFront sends. */
  readonly value: string;
  /** Values that the load balancer accepts. A rule of a listener takes five values in all, two paths included. */
  readonly accepted: readonly string[];

  constructor(scope: Construct, id: string, { settings }: OriginVerifyProps) {
    super(scope, id);
    const { originVerifyVersion: sent } = settings;
    report(this, versionProblems(sent));
    const before = sent > 1 ? [this.generate(sent - 1)] : [];
    this.value = this.generate(sent);
    this.accepted = [...before, this.value, this.generate(sent + 1)];
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

/** Checks the version. @returns every problem at once, `[]` when there is none */
function versionProblems(version: number): string[] {
  return settingsProblems("originVerifyVersion", originVerifyVersion, version);
}
