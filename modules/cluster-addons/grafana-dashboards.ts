import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Construct } from "constructs";
import type { ClusterNamespaces } from "./cluster-namespaces";
import { DASHBOARDS, dashboardJson } from "./dashboards";

export interface GrafanaDashboardsProps {
  readonly namespaces: ClusterNamespaces;
  readonly region: string;
}

/** The platform's dashboards as config maps, which Grafana finds by their label. What is changed in Grafana is not kept. */
export class GrafanaDashboards extends Construct {
  constructor(scope: Construct, id: string, { namespaces, region }: GrafanaDashboardsProps) {
    super(scope, id);
    for (const [uid, dashboard] of Object.entries(DASHBOARDS)) {
      new ConfigMapV1(this, uid, {
        metadata: {
          name: `lms-dashboard-${uid}`,
          namespace: "monitoring",
          // The label that the chart's sidecar looks for.
          labels: { grafana_dashboard: "1" },
        },
        data: { [`lms-${uid}.json`]: dashboardJson(uid, dashboard, region) },
        dependsOn: [...namespaces.of("monitoring")],
      });
    }
  }
}
