import type { KubernetesVersion } from "../eks";
import type { OptionalProgram } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import type { PodIdentityName } from "../iam";
import type { AddonsSettings } from "./addon-settings";
import type { NamespaceName } from "./namespaces";

/** Namespace of an add-on: a declared namespace, or Kubernetes' own. */
export type AddonNamespace = NamespaceName | "kube-system";

/** The values of a chart, as its values.yaml has them. */
export interface HelmValues {
  readonly [key: string]: unknown;
}

/**
 * Helm chart in the version that runs. To move one: read its release notes, change the version, write its outline anew
 * (tests/charts/README.md), and see what the tests say of the values. Helm never upgrades what a chart has in crds/: of
 * aws-load-balancer-controller and external-dns these are applied by hand before.
 */
export interface Chart {
  readonly name: string;
  /** `https://` of a chart repository, or `oci://` of a registry. */
  readonly repository: string;
  readonly version: string;
}

/** Program that runs in the cluster for all others: one release of one chart. */
export interface Addon {
  /** `local`: the chart in this folder's charts/ that has the add-on's name. */
  readonly chart: Chart | "local";
  readonly namespace: AddonNamespace;
  /** The identities in AWS that its pods have, whose service accounts the values must name; `[]` without rights in AWS. */
  readonly identities: readonly PodIdentityName[];
  readonly values: HelmValues;
  /** Add-ons that must run before it is released, and that must not be removed before it is. */
  readonly after: readonly string[];
  /**
   * `stateless`: a release that fails is taken back whole. `stateful`: it is left as it is, since taking it back would leave
   * volumes or definitions behind; whoever has mended the cause applies again, which goes on from there.
   */
  readonly state: "stateless" | "stateful";
}

/** Add-ons by the name of their release. */
export type Addons = Readonly<Record<string, Addon>>;

/** Facts that an add-on's values may depend on. */
export interface AddonContext {
  readonly site: Site;
  /** Name of the contract in gitops/platform that services in the cluster get: the environment's, or of where it stands by. */
  readonly contract: string;
  readonly clusterName: string;
  readonly kubernetesVersion: KubernetesVersion;
  readonly vpcId: string;
  /** The hosted zone that cert-manager and ExternalDNS write to. */
  readonly zone: { readonly id: string; readonly name: string };
  /** Account whose registry the images of services are in. */
  readonly imageAccount: string;
  /** Programs that the cluster lacks. */
  readonly lacks: readonly OptionalProgram[];
  readonly settings: AddonsSettings;
}

/** `${` and `%{` that are not the beginning of a cdktf token. */
const TEMPLATES = /\$\{(?!TfToken\[)|%\{/g;

/**
 * Values as one JSON document, which is YAML too, line by line for whoever reads a plan. What a chart itself writes as
 * `${...}` reaches it unchanged; Terraform would take it for an expression of its own.
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function helmValues(values: HelmValues): string {
  return JSON.stringify(values, undefined, 2).replace(TEMPLATES, (start) => `${start.charAt(0)}${start}`);
}
