import type { AccountSettings } from "../environments";
import { stateBucketsOf } from "../environments/standby";
import type { RootConfiguration } from "../scripts/terraform-root";

/** The one provider that the emulator is for; synthesized roots call it `aws`. */
const AWS_PROVIDER = /^(?:(?:registry\.terraform\.io\/)?hashicorp\/)?aws$/;

/** The regions that a root's providers work in. */
export function regionsOf({ provider }: RootConfiguration): string[] {
  return (provider?.aws ?? []).flatMap(({ region }) => region ?? []);
}

/** The region that a root's resources are in unless they name another provider. */
export function ownRegionOf({ provider }: RootConfiguration): string {
  return provider?.aws?.find(({ alias }) => alias === undefined)?.region ?? "";
}

/** Why a root cannot be applied in this environment's emulator; undefined when it can. */
export function reasonNotToApply(configuration: RootConfiguration, environment: AccountSettings): string | undefined {
  const { required_providers, backend } = configuration.terraform;
  const foreign = Object.entries(required_providers)
    .map(([name, { source = name }]) => source)
    .filter((source) => !AWS_PROVIDER.test(source));
  if (foreign.length > 0) return `it needs ${foreign.join(" and ")}`;
  const bucket = backend.s3?.bucket;
  const buckets = stateBucketsOf(environment);
  if (bucket === undefined || !buckets.includes(bucket)) {
    return `its state is in ${bucket}, not in ${buckets.join(" or ")}`;
  }
  return undefined;
}
