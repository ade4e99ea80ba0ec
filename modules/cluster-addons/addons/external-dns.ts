import { POD_IDENTITIES } from "../../iam";
import type { Addon, AddonContext } from "../addon";
import { resources } from "../availability";

const IDENTITY = "external-dns";

/**
 * Records for ingresses and services that ask for a name of the environment's zone. It touches only what it made itself,
 * which it knows by a TXT record with the cluster's name.
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/
 */
export function externalDns({ site, clusterName, zone }: AddonContext): Addon {
  const { namespace, serviceAccount } = POD_IDENTITIES[IDENTITY];
  return {
    chart: { name: "external-dns", repository: "https://kubernetes-sigs.github.io/external-dns", version: "1.21.1" },
    namespace,
    identities: [IDENTITY],
    values: {
      provider: { name: "aws" },
      env: [{ name: "AWS_REGION", value: site.region }],
      policy: "sync",
      registry: "txt",
      txtOwnerId: clusterName,
      txtPrefix: "external-dns-",
      domainFilters: [zone.name],
      extraArgs: ["--aws-zone-type=public", `--zone-id-filter=${zone.id}`],
      serviceAccount: { create: true, name: serviceAccount },
      priorityClassName: "system-cluster-critical",
      logFormat: "json",
      resources: resources("25m", "64Mi", "128Mi"),
      serviceMonitor: { enabled: true },
    },
    after: ["prometheus-operator-crds"],
    state: "stateless",
  };
}
