import type { Addon, AddonContext } from "../addon";

const IN_CLUSTER = "https://kubernetes.default.svc";
/** Whoever deletes the application waits until Argo CD has deleted what it made. */
const FINALIZERS = ["resources-finalizer.argocd.argoproj.io"];

/**
 * The one application that Terraform makes: `lms`, which brings all others from `gitops/apps`. Its project lets it make
 * projects and applications in Argo CD's namespace and nothing else.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/cluster-bootstrapping/
 */
export function argocdApps({ site, contract, settings: { gitops } }: AddonContext): Addon {
  const { repositoryUrl, revision } = gitops;
  const destination = { server: IN_CLUSTER, namespace: "argocd" };
  const values = {
    environment: site.name,
    ...(contract === site.name ? {} : { contract }),
    repositoryUrl,
    revision,
  };
  // As text: a tag `1.10` would be the number 1.1.
  const parameters = Object.entries(values).map(([name, value]) => ({ name, value, forceString: true }));
  return {
    chart: { name: "argocd-apps", repository: "https://argoproj.github.io/argo-helm", version: "2.0.5" },
    namespace: "argocd",
    identities: [],
    values: {
      projects: {
        lms: {
          namespace: "argocd",
          finalizers: FINALIZERS,
          description: "What makes the projects and applications of the LMS",
          sourceRepos: [repositoryUrl],
          destinations: [destination],
          namespaceResourceWhitelist: ["AppProject", "Application", "ApplicationSet"].map((kind) => ({
            group: "argoproj.io",
            kind,
          })),
        },
      },
      applications: {
        lms: {
          namespace: "argocd",
          finalizers: FINALIZERS,
          project: "lms",
          source: {
            repoURL: repositoryUrl,
            targetRevision: revision,
            path: "gitops/apps",
            helm: { parameters },
          },
          destination,
          // The applications themselves say whether what they bring waits for a person.
          syncPolicy: { automated: { prune: true, selfHeal: true } },
        },
      },
    },
    // Not after the metrics: what is wrong with those must not keep the services away.
    after: ["argo-cd"],
    state: "stateful",
  };
}
