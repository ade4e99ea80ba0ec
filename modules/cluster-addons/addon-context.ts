import type { KubernetesVersion } from "../eks";
import type { Site } from "../foundation/names";
import type { AddonsSettings } from "./addon-settings";

/** What an add-on's values may depend on. */
export interface AddonContext {
  readonly site: Site;
  readonly clusterName: string;
  readonly kubernetesVersion: KubernetesVersion;
  readonly vpcId: string;
  /** The hosted zone that cert-manager and ExternalDNS write to. */
  readonly zone: { readonly id: string; readonly name: string };
  readonly settings: AddonsSettings;
}
