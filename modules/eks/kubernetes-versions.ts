/** Facts of a Kubernetes minor version on EKS. */
export interface KubernetesVersionFacts {
  /** Last day of standard support, `YYYY-MM-DD`. */
  readonly standardSupportEnds: string;
  /** Release of the Amazon Linux 2023 AMI that nodes run, for x86-64. */
  readonly amiRelease: string;
  /** Version of each EKS add-on. */
  readonly addons: Readonly<Record<ManagedAddonName, string>>;
}

/** The EKS add-ons of the platform, by the names that EKS gives them. */
export type ManagedAddonName =
  | "vpc-cni"
  | "eks-pod-identity-agent"
  | "kube-proxy"
  | "coredns"
  | "aws-ebs-csi-driver"
  | "metrics-server"
  | "amazon-cloudwatch-observability";

/**
 * The Kubernetes versions that the platform can run, oldest first. What is pinned here is what runs: to move it, ask
 * - `aws eks describe-addon-versions --kubernetes-version 1.35 --addon-name vpc-cni` for the versions of an add-on,
 * - the SSM parameter `/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended/release_version`
 *   for an AMI, and read its release notes: 20260930 and 20261003 have a kernel that panics on 1.35.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
 * @see https://github.com/awslabs/amazon-eks-ami/releases
 */
export const KUBERNETES_VERSIONS = {
  "1.35": {
    standardSupportEnds: "2027-03-27",
    amiRelease: "1.35.8-20260923",
    addons: {
      "vpc-cni": "v1.22.4-eksbuild.3",
      "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
      "kube-proxy": "v1.35.3-eksbuild.29",
      coredns: "v1.13.2-eksbuild.31",
      "aws-ebs-csi-driver": "v1.66.0-eksbuild.1",
      "metrics-server": "v0.9.0-eksbuild.11",
      "amazon-cloudwatch-observability": "v6.6.0-eksbuild.1",
    },
  },
  "1.36": {
    standardSupportEnds: "2027-08-02",
    amiRelease: "1.36.3-20260903",
    addons: {
      "vpc-cni": "v1.22.4-eksbuild.3",
      "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
      "kube-proxy": "v1.36.0-eksbuild.25",
      coredns: "v1.14.3-eksbuild.23",
      "aws-ebs-csi-driver": "v1.66.0-eksbuild.1",
      "metrics-server": "v0.9.0-eksbuild.11",
      "amazon-cloudwatch-observability": "v6.6.0-eksbuild.1",
    },
  },
} as const satisfies Record<string, KubernetesVersionFacts>;

/** A Kubernetes minor version that the platform can run. */
export type KubernetesVersion = keyof typeof KUBERNETES_VERSIONS;

/** How long before the end of a version's support the platform starts to warn. */
const WARN_DAYS = 60;

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Checks that EKS still supports a version on a day. With the platform's STANDARD support policy EKS upgrades a cluster by
 * itself once it does not, which is not how a platform should meet its next version.
 * @returns an error once support has ended, a warning within 60 days of its end, neither before
 */
export function versionSupport(version: string, today: Date): { readonly error?: string; readonly warning?: string } {
  const facts = (KUBERNETES_VERSIONS as Readonly<Record<string, KubernetesVersionFacts>>)[version];
  if (facts === undefined) {
    const known = Object.keys(KUBERNETES_VERSIONS).join(", ");
    return {
      error: `kubernetesVersion: must be one of ${known}, got ${JSON.stringify(version)}; choose a version that EKS supports`,
    };
  }
  const ends = facts.standardSupportEnds;
  // A date alone is its first moment, and support lasts to the end of the day.
  const msLeft = Date.parse(ends) + DAY_MS - today.getTime();
  if (msLeft <= 0) {
    return {
      error: `kubernetesVersion: must be in standard support, got ${version} whose support ended on ${ends}; upgrade it`,
    };
  }
  const daysLeft = Math.floor(msLeft / DAY_MS);
  if (daysLeft > WARN_DAYS) return {};
  return {
    warning: `kubernetesVersion: ${version} leaves standard support on ${ends}, in ${daysLeft} days; plan the upgrade`,
  };
}
