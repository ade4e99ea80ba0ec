import type { RootConfiguration } from "../scripts/terraform-root";

/** Arguments that keep a resource or its data from being deleted, with the value that gives it free. */
const RELEASED: Readonly<Record<string, boolean>> = {
  deletion_protection: false,
  deletion_protection_enabled: false,
  enable_deletion_protection: false,
  force_destroy: true,
  skip_final_snapshot: true,
};

/** The addresses that Terraform refuses to destroy. */
export function protectedAddresses(configuration: RootConfiguration): readonly string[] {
  return resources(configuration).flatMap(({ type, name, body }) => (isProtected(body) ? `${type}.${name}` : []));
}

/**
 * An override file for Terraform that gives everything protected free, as an operator does who takes an environment
 * down for good. Undefined when nothing is protected.
 */
export function releaseOverride(configuration: RootConfiguration): object | undefined {
  if (protectedAddresses(configuration).length === 0) return undefined;
  const resource: Record<string, Record<string, object>> = {};
  for (const { type, name, body } of resources(configuration)) {
    const released = Object.entries(RELEASED).filter(([key, free]) => body[key] === !free);
    const change = {
      ...Object.fromEntries(released),
      ...(isProtected(body) ? { lifecycle: { prevent_destroy: false } } : {}),
    };
    if (Object.keys(change).length > 0) resource[type] = { ...resource[type], [name]: change };
  }
  return { resource };
}

function resources(configuration: RootConfiguration) {
  return Object.entries(configuration.resource ?? {}).flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => ({ type, name, body })),
  );
}

function isProtected(body: Readonly<Record<string, unknown>>): boolean {
  const lifecycle = body.lifecycle as { readonly prevent_destroy?: boolean } | undefined;
  return lifecycle?.prevent_destroy === true;
}
