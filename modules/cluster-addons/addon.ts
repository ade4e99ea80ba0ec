import type { PodIdentityName } from "../iam";
import type { ChartName } from "./chart-versions";
import type { NamespaceName } from "./namespaces";

/** Where an add-on runs: a declared namespace, or Kubernetes' own. */
export type AddonNamespace = NamespaceName | "kube-system";

/** The values of a chart, as its values.yaml has them. */
export interface HelmValues {
  readonly [key: string]: unknown;
}

/** Something that runs in the cluster for all others: one release of one chart. */
export interface Addon {
  /** A pinned chart, or `local` for a chart of this folder's charts/, which has the add-on's name. */
  readonly chart: ChartName | "local";
  readonly namespace: AddonNamespace;
  /** The identity in AWS that its pods have, whose service account the values must name; `none` without rights in AWS. */
  readonly identity: PodIdentityName | "none";
  readonly values: HelmValues;
  /** Add-ons that must run before it is released, and that must not be removed before it is. */
  readonly after: readonly string[];
  /**
   * `stateless`: a release that fails is taken back whole. `stateful`: it is left as it is for a person to look at, since
   * taking it back would leave volumes or definitions behind.
   */
  readonly state: "stateless" | "stateful";
}

/** Add-ons by the name of their release. */
export type Addons = Readonly<Record<string, Addon>>;
