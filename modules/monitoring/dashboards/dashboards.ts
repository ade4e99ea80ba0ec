import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import type { Site } from "../../foundation/names";
import type { WatchedParts } from "../watched-parts";
import { cluster } from "./cluster";
import { data } from "./data";
import { edge } from "./edge";
import { overview, type ShownAlarms } from "./overview";
import { queueRows } from "./queues";
import { video } from "./video";
import { dashboardBody, layoutProblems, type Row } from "./widgets";

export interface DashboardsProps {
  readonly parts: WatchedParts;
  readonly alarms: ShownAlarms;
  /** Share of requests that must succeed within 30 days; `none` where nothing is promised. */
  readonly availabilityPercent: "none" | number;
  readonly site: Pick<Site, "region" | "prefix">;
}

/** Dashboards by name. */
export type DashboardName = "overview" | "edge" | "cluster" | "data" | "video";

/**
 * The dashboards of an environment: one to see whether learners are served, and one for each part that may be why not.
 * Reports every problem of their layout.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
 */
export class Dashboards extends Construct {
  /** Addresses in the console, by name. */
  readonly urls: Readonly<Record<Exclude<DashboardName, "video">, string> & Partial<Record<"video", string>>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DashboardsProps,
  ) {
    super(scope, id);
    const { parts, alarms, availabilityPercent, site } = props;
    this.urls = {
      overview: this.createDashboard("overview", overview(parts, site.region, alarms, availabilityPercent)),
      edge: this.createDashboard("edge", edge(parts, site.region)),
      cluster: this.createDashboard("cluster", cluster(parts, site.region)),
      data: this.createDashboard("data", [
        ...data(parts, site.region),
        ...(parts.video === "none" ? queueRows(parts.queues, site.region) : []),
      ]),
      ...(parts.video === "none"
        ? {}
        : { video: this.createDashboard("video", video(parts.video, parts.queues, site.region)) }),
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
