import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import type { Site } from "../../foundation/names";
import { cluster } from "./cluster";
import { data } from "./data";
import { edge } from "./edge";
import { dashboardBody, layoutProblems, type Row } from "./layout";
import { type OverviewParts, overview } from "./overview";
import type { DashboardParts } from "./parts";
import { video } from "./video";

export interface DashboardsProps extends DashboardParts, Omit<OverviewParts, "region"> {
  readonly site: Pick<Site, "region" | "prefix">;
}

/** What can be looked at. */
export type DashboardName = "overview" | "edge" | "cluster" | "data" | "video";

/**
 * The dashboards of an environment: one to see whether learners are served, and one for each part that may be why not.
 * Reports every problem of their layout.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
 */
export class Dashboards extends Construct {
  /** Addresses in the console, by name. */
  readonly urls: Readonly<Record<DashboardName, string>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DashboardsProps,
  ) {
    super(scope, id);
    const parts = { ...props, region: props.site.region };
    this.urls = {
      overview: this.createDashboard("overview", overview(parts)),
      edge: this.createDashboard("edge", edge(parts)),
      cluster: this.createDashboard("cluster", cluster(parts)),
      data: this.createDashboard("data", data(parts)),
      video: this.createDashboard("video", video(parts)),
    };
  }

  private createDashboard(name: DashboardName, rows: readonly Row[]): string {
    const { site } = this.props;
    for (const problem of layoutProblems(name, rows)) Annotations.of(this).addError(problem);
    const dashboard = new CloudwatchDashboard(this, name, {
      dashboardName: `${site.prefix}-${name}`,
      dashboardBody: dashboardBody(rows),
    });
    return `https://${site.region}.console.aws.amazon.com/cloudwatch/home?region=${site.region}#dashboards/dashboard/${dashboard.dashboardName}`;
  }
}
