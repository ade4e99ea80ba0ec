import type { ConfiguredResource, PlanDocument } from "../../scripts/plan-document";

/** References between the resources of a root, argument by argument. */
export class References {
  private readonly resources: ReadonlyMap<string, ConfiguredResource>;
  private readonly regions: Readonly<Record<string, string>>;
  private readonly users = new Map<string, Set<string>>();

  constructor({ configuration }: PlanDocument) {
    const resources = configuration?.root_module?.resources ?? [];
    this.resources = new Map(resources.map((resource) => [resource.address, resource]));
    this.regions = Object.fromEntries(
      Object.entries(configuration?.provider_config ?? {}).flatMap(([key, { expressions }]) => {
        const region = expressions?.region?.constant_value;
        return typeof region === "string" ? [[key, region]] : [];
      }),
    );
    for (const { address } of resources) {
      for (const used of this.all(address)) this.users.set(used, (this.users.get(used) ?? new Set()).add(address));
    }
  }

  /** Tells whether the configuration sets an argument of a resource. */
  sets(address: string, argument: string): boolean {
    return Object.hasOwn(this.resources.get(address)?.expressions ?? {}, argument);
  }

  /** Tells whether the configuration is known at all. */
  knows(address: string): boolean {
    return this.resources.has(address);
  }

  /** The resources that an argument of a resource refers to. */
  of(address: string, argument: string): readonly string[] {
    const expressions = this.resources.get(address)?.expressions ?? {};
    return Object.hasOwn(expressions, argument) ? addressesIn(expressions[argument]) : [];
  }

  /** The resources that a resource refers to. */
  all(address: string): readonly string[] {
    const expressions = this.resources.get(address)?.expressions ?? {};
    return [...new Set(Object.keys(expressions).flatMap((argument) => this.of(address, argument)))];
  }

  /** The resources that refer to a resource. */
  usersOf(address: string): readonly string[] {
    return [...(this.users.get(address) ?? [])];
  }

  /** An argument as it stands in the configuration, references and all; undefined when that is no text. */
  template(address: string, argument: string): string | undefined {
    const expression = this.resources.get(address)?.expressions?.[argument] as { constant_value?: unknown } | undefined;
    return typeof expression?.constant_value === "string" ? expression.constant_value : undefined;
  }

  /** The region of the provider that a resource is made by. */
  region(address: string): string | undefined {
    return this.regions[this.resources.get(address)?.provider_config_key ?? "aws"];
  }
}

/** Addresses in an expression, as deep as it is nested: `aws_x.y.id` refers to `aws_x.y`. */
function addressesIn(expression: unknown): string[] {
  if (typeof expression !== "object" || expression === null) return [];
  return Object.entries(expression).flatMap(([key, value]) => {
    if (key !== "references" || !Array.isArray(value)) return addressesIn(value);
    return value.flatMap((reference) => {
      const [type = "", name] = String(reference).split(".");
      return name === undefined || type === "data" || type === "var" || type === "local" || type === "each"
        ? []
        : [`${type}.${name.replace(/\[.*/, "")}`];
    });
  });
}
