import { lazily } from "../../scripts/lazily";
import type { RootConfiguration } from "../../scripts/terraform-root";
import { textAt } from "../plan/values";
import type { PricedResource } from "./rules";

/** The resources of a synthesized root, to be priced. */
export function pricedSynth({ resource = {}, provider = {} }: RootConfiguration): readonly PricedResource[] {
  const regions = new Map(
    (provider.aws ?? []).map(({ alias, region }) => [alias === undefined ? "aws" : `aws.${alias}`, region]),
  );
  const home = regions.get("aws") ?? "us-east-1";
  const priced = new Map<string, PricedResource>();
  const users = lazily(() => usersOf(resource));
  const known = (addresses: readonly string[]) => addresses.flatMap((address) => priced.get(address) ?? []);
  for (const [type, named] of Object.entries(resource)) {
    for (const [name, values] of Object.entries(named)) {
      const address = `${type}.${name}`;
      priced.set(address, {
        address,
        type,
        part: partOf(values),
        region: regions.get(String(values.provider ?? "aws")) ?? home,
        values,
        references: (argument) => known(referencesIn(values[argument])),
        users: () => known([...(users().get(address) ?? [])]),
      });
    }
  }
  return [...priced.values()];
}

/**
 * The construct right below the root, as cdktf writes its path: `load-balancer` of
 * `dev-platform/load-balancer/http`. What holds the state is one part.
 */
function partOf(values: Readonly<Record<string, unknown>>): string {
  const [root = "", part = ""] = textAt(values, "//.metadata.path").split("/");
  return root.startsWith("state-") ? "state" : part;
}

/** The resources that refer to each resource, by its address. */
function usersOf(resources: NonNullable<RootConfiguration["resource"]>): ReadonlyMap<string, ReadonlySet<string>> {
  const users = new Map<string, Set<string>>();
  for (const [type, named] of Object.entries(resources)) {
    for (const [name, values] of Object.entries(named)) {
      for (const used of referencesIn(values)) {
        const known = users.get(used);
        if (known === undefined) users.set(used, new Set([`${type}.${name}`]));
        else known.add(`${type}.${name}`);
      }
    }
  }
  return users;
}

/** The addresses in a value's templates, such as `aws_x.y` of `${aws_x.y.id}`. */
function referencesIn(value: unknown, found: string[] = []): string[] {
  if (typeof value === "string") {
    if (value.includes("${")) for (const [, address = ""] of value.matchAll(/\$\{(\w+\.\w+)\./g)) found.push(address);
  } else if (typeof value === "object" && value !== null) {
    for (const child of Object.values(value)) referencesIn(child, found);
  }
  return found;
}
