import { createHash } from "node:crypto";
import { invalid } from "./model";

/** The Kubernetes version of a cluster that names none. */
export const DEFAULT_KUBERNETES_VERSION = "1.35";

const AMI_RELEASE_DATE = "20251112";

/** The newest release of the EKS AMIs for a Kubernetes version, such as `1.35.0-20251112`. */
export function amiRelease(kubernetesVersion: string): string {
  return `${kubernetesVersion}.0-${AMI_RELEASE_DATE}`;
}

/** An AMI id made of a name: the same name has the same AMI, in every run. */
export function amiId(name: string): string {
  return `ami-${createHash("sha256").update(name).digest("hex").slice(0, 17)}`;
}

/** A control plane moves up by one minor version at a time. @throws AwsError InvalidParameterException. */
export function checkVersionUpdate(from: string, to: string): void {
  if (minor(to) !== minor(from) + 1) invalid(`Unsupported Kubernetes minor version update from ${from} to ${to}`);
}

function minor(version: string): number {
  return Number(/^1\.(\d+)$/.exec(version)?.[1] ?? Number.NaN);
}
