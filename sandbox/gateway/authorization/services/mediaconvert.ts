import { all, any, arn, arnIn, each, ifGiven, on, passes, serviceTable, type Target, whenTagged } from "../table";

const queue = arn("queues/{name}");
const job = arn("jobs/{id}");
// Jobs are looked for in one queue, or in all.
const jobQueue: Target = (call) => [call.text("queue") ?? "*"];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselementalmediaconvert.html */
export const mediaConvert = serviceTable(
  { name: "mediaconvert" },
  {
    CreateQueue: all(on(any), whenTagged(on(queue, "TagResource"))),
    ...each(on(queue), "DeleteQueue", "GetQueue", "UpdateQueue"),
    CreateJob: all(on(ifGiven("queue", arnIn("queue"))), passes("mediaconvert.amazonaws.com", "role")),
    ...each(on(job), "CancelJob", "GetJob"),
    ...each(on(jobQueue), "ListJobs", "SearchJobs"),
    ...each(on(any), "DescribeEndpoints", "ListQueues", "Probe"),
    ListTagsForResource: on(arnIn("arn")),
    TagResource: on(arnIn("arn")),
    UntagResource: on(arnIn("arn")),
  },
  {
    "POST /2017-08-29/queues": "CreateQueue",
    "GET /2017-08-29/queues": "ListQueues",
    "GET /2017-08-29/queues/{name}": "GetQueue",
    "PUT /2017-08-29/queues/{name}": "UpdateQueue",
    "DELETE /2017-08-29/queues/{name}": "DeleteQueue",
    "POST /2017-08-29/jobs": "CreateJob",
    "GET /2017-08-29/jobs": "ListJobs",
    "GET /2017-08-29/jobs/{id}": "GetJob",
    "GET /2017-08-29/search": "SearchJobs",
    "DELETE /2017-08-29/jobs/{id}": "CancelJob",
    "POST /2017-08-29/endpoints": "DescribeEndpoints",
    "POST /2017-08-29/probe": "Probe",
    "GET /2017-08-29/tags/{arn}": "ListTagsForResource",
    "POST /2017-08-29/tags": "TagResource",
    "PUT /2017-08-29/tags/{arn}": "UntagResource",
  },
);
