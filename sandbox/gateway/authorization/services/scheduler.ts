import { all, any, arn, arnIn, created, each, on, passes, serviceTable } from "../table";

const schedule = arn("schedule/{GroupName}/{Name}");
const found = arn("schedule/{groupName}/{Name}");
const group = arn("schedule-group/{Name}");
const target = passes("scheduler.amazonaws.com", "Target", "RoleArn");

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html */
export const scheduler = serviceTable(
  { name: "scheduler" },
  {
    ...each(all(on(schedule), target), "CreateSchedule", "UpdateSchedule"),
    ...each(on(found), "DeleteSchedule", "GetSchedule"),
    ListSchedules: on(any),
    CreateScheduleGroup: created(group),
    ...each(on(group), "DeleteScheduleGroup", "GetScheduleGroup"),
    ...each(on(arnIn("arn")), "ListTagsForResource", "TagResource", "UntagResource"),
  },
  {
    "POST /schedules/{Name}": "CreateSchedule",
    "PUT /schedules/{Name}": "UpdateSchedule",
    "GET /schedules": "ListSchedules",
    "GET /schedules/{Name}": "GetSchedule",
    "DELETE /schedules/{Name}": "DeleteSchedule",
    "POST /schedule-groups/{Name}": "CreateScheduleGroup",
    "GET /schedule-groups/{Name}": "GetScheduleGroup",
    "DELETE /schedule-groups/{Name}": "DeleteScheduleGroup",
    "GET /tags/{arn}": "ListTagsForResource",
    "POST /tags/{arn}": "TagResource",
    "DELETE /tags/{arn}": "UntagResource",
  },
);
