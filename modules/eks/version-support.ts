import { KUBERNETES_VERSIONS, type KubernetesVersionFacts } from "./kubernetes-versions";

/** How long before the end of a version's support the platform starts to warn. */
const WARN_DAYS = 60;

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Whether EKS still supports a version on a day. With the platform's STANDARD support policy EKS upgrades a cluster by
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
