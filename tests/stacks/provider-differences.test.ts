import { expect, it } from "vitest";
import { isAtLeast } from "../../scripts/terraform";
import { PROVIDER_DIFFERENCES } from "../../stacks/provider-differences";
import { projectLocks } from "../../stacks/provider-locks";
import { root } from "../support/synthesized";

it.each(PROVIDER_DIFFERENCES)(
  "$resource still differs between the releases that may run, until $release",
  ({ resource, release }) => {
    const { required_providers } = root("prod-platform").json.terraform as {
      required_providers: { aws: { version: string } };
    };
    const floor = /^>= ([\d.]+),/.exec(required_providers.aws.version)?.[1] ?? "none";
    const locked = projectLocks().find(({ address }) => address.endsWith("/aws"))?.version ?? "none";
    const differs = isAtLeast(locked, release) && !isAtLeast(floor, release);
    expect({ release, floor, locked, differs }).toEqual({ release, floor: "5.100.0", locked: "6.28.0", differs: true });
    expect(root("prod-platform").resources(resource)).not.toEqual({});
  },
);
