import type { RootConfiguration } from "./terraform-root";

/**
 * Arguments that keep a resource or its data from being deleted, with the value that gives it free. Final snapshots are
 * taken all the same: they are what remains.
 */
const RELEASED: Readonly<Record<string, boolean>> = {
  deletion_protection: false,
  deletion_protection_enabled: false,
  enable_deletion_protection: false,
  force_delete: true,
  force_destroy: true,
};

/** A resource of a root. */
export interface ConfiguredResource {
  readonly type: string;
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The addresses that Terraform refuses to destroy. */
export function protectedAddresses(configuration: RootConfiguration): readonly string[] {
  return resourcesOf(configuration).flatMap(({ type, name, body }) => (isProtected(body) ? `${type}.${name}` : []));
}

/**
 * An override file for Terraform that gives what is protected free, as an operator does who takes an environment, or a
 * part of it, down for good. Undefined when nothing is protected.
 * @param parts the first words of the resources' names; all resources by default
 */
export function releaseOverride(configuration: RootConfiguration, parts: readonly string[] = [""]): object | undefined {
  const released = resourcesOf(configuration).filter(({ name }) => parts.some((part) => name.startsWith(part)));
  if (!released.some(({ body }) => isProtected(body))) return undefined;
  const resource: Record<string, Record<string, object>> = {};
  for (const { type, name, body } of released) {
    const free = Object.entries(RELEASED).filter(([key, value]) => body[key] === !value);
    const change = {
      ...Object.fromEntries(free),
      ...(isProtected(body) ? { lifecycle: { prevent_destroy: false } } : {}),
    };
    if (Object.keys(change).length > 0) resource[type] = { ...resource[type], [name]: change };
  }
  return { resource };
}

/** The resources of a root. */
export function resourcesOf(configuration: RootConfiguration): readonly ConfiguredResource[] {
  return Object.entries(configuration.resource ?? {}).flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => ({ type, name, body })),
  );
}

function isProtected(body: Readonly<Record<string, unknown>>): boolean {
  const lifecycle = body.lifecycle as { readonly prevent_destroy?: boolean } | undefined;
  return lifecycle?.prevent_destroy === true;
}
