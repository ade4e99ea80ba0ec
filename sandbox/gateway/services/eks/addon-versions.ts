import type { JsonObject } from "../../json";

/** An add-on of Amazon EKS. */
interface Addon {
  readonly type: string;
  /** Where its pods run. */
  readonly namespace: string;
  /** Its versions for a minor version of Kubernetes, newest first; the last one is the default. */
  readonly versions: (minor: number) => readonly string[];
}

/** The add-ons that EKS itself publishes. @see https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html */
const ADDONS: Readonly<Record<string, Addon>> = {
  "vpc-cni": addon("networking", "v1.21.1-eksbuild.1", "v1.20.4-eksbuild.2"),
  coredns: {
    ...addon("networking"),
    versions: (minor) => [`v1.${minor - 22}.2-eksbuild.4`, `v1.${minor - 22}.1-eksbuild.1`],
  },
  "kube-proxy": {
    ...addon("networking"),
    versions: (minor) => [`v1.${minor}.3-eksbuild.2`, `v1.${minor}.0-eksbuild.2`],
  },
  "eks-pod-identity-agent": addon("security", "v1.3.10-eksbuild.1", "v1.3.9-eksbuild.5"),
  "aws-ebs-csi-driver": addon("storage", "v1.53.0-eksbuild.1", "v1.52.1-eksbuild.1"),
  "aws-efs-csi-driver": addon("storage", "v2.1.15-eksbuild.1", "v2.1.13-eksbuild.1"),
  "aws-mountpoint-s3-csi-driver": addon("storage", "v2.2.1-eksbuild.1", "v1.15.0-eksbuild.1"),
  "snapshot-controller": addon("storage", "v8.3.0-eksbuild.1", "v8.2.1-eksbuild.1"),
  "metrics-server": addon("observability", "v0.8.0-eksbuild.5", "v0.8.0-eksbuild.2"),
  "amazon-cloudwatch-observability": {
    ...addon("observability", "v4.7.0-eksbuild.1", "v4.5.0-eksbuild.1"),
    namespace: "amazon-cloudwatch",
  },
  adot: {
    ...addon("observability", "v0.131.0-eksbuild.1", "v0.117.0-eksbuild.1"),
    namespace: "opentelemetry-operator-system",
  },
};

/** The namespace of an add-on's pods; undefined for an add-on that EKS does not have. */
export function addonNamespace(name: string): string | undefined {
  return ADDONS[name]?.namespace;
}

/** The version of an add-on that EKS installs by default on a Kubernetes version such as `1.35`. */
export function defaultAddonVersion(name: string, kubernetesVersion: string): string | undefined {
  return ADDONS[name]?.versions(minorOf(kubernetesVersion)).at(-1);
}

/**
 * What EKS answers about an add-on's versions for a Kubernetes version; about all add-ons if no name is given.
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeAddonVersions.html
 */
export function describeAddonVersions(name: string | null, kubernetesVersion: string): JsonObject[] {
  return Object.entries(ADDONS)
    .filter(([addonName]) => name === null || addonName === name)
    .map(([addonName, { type, namespace, versions }]) => ({
      addonName,
      type,
      owner: "aws",
      publisher: "eks",
      defaultNamespace: namespace,
      addonVersions: versions(minorOf(kubernetesVersion)).map((addonVersion, index, all) => ({
        addonVersion,
        architecture: ["amd64", "arm64"],
        compatibilities: [
          { clusterVersion: kubernetesVersion, platformVersions: ["*"], defaultVersion: index === all.length - 1 },
        ],
      })),
    }));
}

function addon(type: string, ...versions: readonly string[]): Addon {
  return { type, namespace: "kube-system", versions: () => versions };
}

function minorOf(kubernetesVersion: string): number {
  return Number(kubernetesVersion.split(".")[1]);
}
