import type { AddonContext, Addons } from "./addon";
import { argoCd } from "./addons/argo-cd";
import { argocdApps } from "./addons/argocd-apps";
import { awsLoadBalancerController } from "./addons/aws-load-balancer-controller";
import { certManager } from "./addons/cert-manager";
import { clusterAutoscaler } from "./addons/cluster-autoscaler";
import { customResources } from "./addons/custom-resources";
import { externalDns } from "./addons/external-dns";
import { externalSecrets } from "./addons/external-secrets";
import { fluentBit } from "./addons/fluent-bit";
import { kubePrometheusStack } from "./addons/kube-prometheus-stack";
import { otelCollector } from "./addons/otel-collector";
import { prometheusOperatorCrds } from "./addons/prometheus-operator-crds";
import { withoutMonitors } from "./monitors";

/**
 * The add-ons of an environment, by the names of their releases, without the programs that it lacks. metrics-server is not
 * among them: it is an EKS add-on, as is all else that nodes and pods need to run at all.
 */
export function platformAddons(context: AddonContext): Addons {
  const { lacks, settings } = context;
  const { metrics } = settings;
  const addons = {
    "prometheus-operator-crds": prometheusOperatorCrds,
    "aws-load-balancer-controller": awsLoadBalancerController(context),
    "cert-manager": certManager(context),
    "external-secrets": externalSecrets(context),
    "cluster-autoscaler": clusterAutoscaler(context),
    "external-dns": externalDns(context),
    "custom-resources": customResources(context),
    ...(metrics === "none" ? {} : { "kube-prometheus-stack": kubePrometheusStack(context, metrics) }),
    ...(lacks.includes("logs") ? {} : { "fluent-bit": fluentBit(context) }),
    ...(lacks.includes("tracing") ? {} : { "otel-collector": otelCollector(context) }),
    "argo-cd": argoCd(context),
    "argocd-apps": argocdApps(context),
  };
  return metrics === "none" ? withoutMonitors(addons) : addons;
}
