import { any, arn, arnIn, arnOf, created, each, on, serviceTable, type Target } from "../table";

/** A queue's URL ends in its name. */
const queue: Target = (call) => [arnOf(call, new URL(call.required("QueueUrl")).pathname.split("/").at(-1) ?? "")];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
export const sqs = serviceTable(
  { name: "sqs" },
  {
    CreateQueue: created(arn("{QueueName}"), "TagQueue"),
    GetQueueUrl: on(arn("{QueueName}")),
    ListQueues: on(any),
    StartMessageMoveTask: on(arnIn("SourceArn")),
    ...each(
      on(queue),
      "ChangeMessageVisibility",
      "DeleteMessage",
      "DeleteQueue",
      "GetQueueAttributes",
      "ListQueueTags",
      "PurgeQueue",
      "ReceiveMessage",
      "SendMessage",
      "SetQueueAttributes",
      "TagQueue",
      "UntagQueue",
    ),
  },
);
