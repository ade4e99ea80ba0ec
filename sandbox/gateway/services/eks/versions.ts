import { createHash } from "node:crypto";
import { jsonAnswer } from "../../responses";
import { type Route, route } from "../../service";
import { invalid } from "./model";

/** The Kubernetes version of a cluster that names none. */
export const DEFAULT_KUBERNETES_VERSION = "1.35";

/**
 * Days on which the standard and the extended support of Kubernetes versions end.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
 */
const SUPPORT: Readonly<Record<string, readonly [standard: string, extended: string]>> = {
  "1.33": ["2026-07-29", "2027-07-29"],
  "1.34": ["2026-12-02", "2027-12-02"],
  "1.35": ["2027-03-27", "2028-03-27"],
};

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeClusterVersions.html */
export const versionRoutes: readonly Route[] = [
  route("GET", "/cluster-versions", ({ query }) => {
    const wanted = query.getAll("clusterVersions");
    const versions = Object.entries(SUPPORT).filter(([version]) => wanted.length === 0 || wanted.includes(version));
    return jsonAnswer({
      clusterVersions: versions.map(([clusterVersion, [standard, extended]]) => ({
        clusterVersion,
        clusterType: "eks",
        defaultVersion: clusterVersion === DEFAULT_KUBERNETES_VERSION,
        endOfStandardSupportDate: Date.parse(standard) / 1000,
        endOfExtendedSupportDate: Date.parse(extended) / 1000,
      })),
    });
  }),
];

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
