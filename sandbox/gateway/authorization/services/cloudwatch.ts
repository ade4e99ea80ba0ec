import { all, any, arn, arnIn, arns, created, each, on, serviceTable, whenTagged } from "../table";

const dashboard = arn("dashboard/{DashboardName}", { region: "" });

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
export const cloudwatch = serviceTable(
  { name: "monitoring", prefix: "cloudwatch" },
  {
    PutMetricAlarm: created(arn("alarm:{AlarmName}")),
    // It looks at alarms of any name, so it takes a permission for all.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
    PutCompositeAlarm: all(on(any), whenTagged(on(arn("alarm:{AlarmName}"), "TagResource"))),
    DescribeAlarms: on(arn("alarm:*")),
    DescribeAlarmHistory: on(arn("alarm:{AlarmName*}")),
    SetAlarmState: on(arn("alarm:{AlarmName}")),
    ...each(on(any), "GetMetricStatistics", "PutMetricData"),
    DeleteAlarms: on(arns("alarm:{}", "AlarmNames")),
    ...each(on(arns("alarm:{}", "AlarmNames")), "DisableAlarmActions", "EnableAlarmActions"),
    ...each(on(dashboard), "GetDashboard", "PutDashboard"),
    DeleteDashboards: async (call) =>
      call.texts("DashboardNames").map((name) => ({
        action: "cloudwatch:DeleteDashboards",
        resource: `arn:aws:cloudwatch::${call.account}:dashboard/${name}`,
      })),
    ...each(on(arnIn("ResourceARN")), "ListTagsForResource", "TagResource", "UntagResource"),
  },
);
