/** Marks of values: `true` for a whole value, else containers with the marks of what is in them. */
export type Marks = unknown;

/** One object before and after. */
export interface ChangeDocument {
  readonly actions: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
  /** Marks of what only the apply will tell. */
  readonly after_unknown?: Marks;
  readonly before_sensitive?: Marks;
  readonly after_sensitive?: Marks;
  /** The paths that force a replacement. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  /** The object comes under Terraform: its id at the provider. */
  readonly importing?: { readonly id?: string };
}

/** One resource in a plan. */
export interface ResourceChangeDocument {
  readonly address: string;
  readonly change: ChangeDocument;
  readonly mode?: string;
  readonly type?: string;
  readonly name?: string;
  /** Its address before it moved. */
  readonly previous_address?: string;
  /** Terraform's reason, where the values do not tell it, such as `replace_because_tainted`. */
  readonly action_reason?: string;
}

/** One resource as it stands in the configuration. */
export interface ConfiguredResource {
  readonly address: string;
  readonly provider_config_key?: string;
  /** Expression of each argument; nested blocks are lists of the same. */
  readonly expressions?: Readonly<Record<string, unknown>>;
}

/** Result of a `check` block. */
export interface CheckDocument {
  readonly address?: { readonly to_display?: string };
  readonly status?: string;
  readonly instances?: readonly { readonly problems?: readonly { readonly message?: string }[] }[];
}

/**
 * The parts of `terraform show -json <plan>` that are read.
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export interface PlanDocument {
  /** Tells whether an apply of it would do anything; Terraform knows, also of moves, and of outputs alone. */
  readonly applyable?: boolean;
  readonly resource_changes?: readonly ResourceChangeDocument[];
  readonly output_changes?: Readonly<Record<string, ChangeDocument>>;
  /** Changes since the last apply, not by Terraform. */
  readonly resource_drift?: readonly ResourceChangeDocument[];
  readonly checks?: readonly CheckDocument[];
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly configuration?: {
    readonly provider_config?: Readonly<
      Record<
        string,
        {
          readonly expressions?: {
            readonly region?: { readonly constant_value?: unknown };
            /** The tags of every resource; `TerraformRoot` names the root. */
            readonly default_tags?: readonly {
              readonly tags?: { readonly constant_value?: Readonly<Record<string, unknown>> };
            }[];
          };
        }
      >
    >;
    readonly root_module?: {
      readonly resources?: readonly ConfiguredResource[];
      readonly variables?: Readonly<Record<string, { readonly sensitive?: boolean }>>;
    };
  };
}

/** The root that a plan is of, as its tags name it; undefined where it has no such tags. */
export function rootOf({ configuration }: PlanDocument): string | undefined {
  const [tags] = configuration?.provider_config?.aws?.expressions?.default_tags ?? [];
  const root = tags?.tags?.constant_value?.TerraformRoot;
  return typeof root === "string" ? root : undefined;
}
