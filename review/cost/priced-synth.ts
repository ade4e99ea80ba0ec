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
        users: (type) => known(usersOf(address, type, resource[type])),
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

/** The addresses of those resources of a type that refer to an address: only a few types are asked for, of all that refer to something. */
function usersOf(address: string, type: string, named: Readonly<Record<string, unknown>> = {}): readonly string[] {
  const users = Object.keys(named).filter((name) => referencesIn(named[name]).includes(address));
  return users.map((name) => `${type}.${name}`);
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
