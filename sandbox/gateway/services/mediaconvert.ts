import { randomUUID } from "node:crypto";
import { type JsonObject, objectAt, objectsAt, pick, requiredString, stringAt, stringMapAt, stringsAt } from "../json";
import type { AwsRequest } from "../request";
import { ResourceTags } from "../resource-tags";
import { AwsError, emptyAnswer, jsonAnswer } from "../responses";
import { type Context, route, type Service } from "../service";
import { Kind } from "../store";

const queues = new Kind<JsonObject>("MediaConvert queue, by name");
const jobs = new Kind<JsonObject>("MediaConvert job, by id");
const tags = new ResourceTags({ arn: "arn", tags: "tags", key: "Key", value: "Value", keys: "tagKeys" });

const API = "/2017-08-29";

/** What files are, by the ending of their name: nothing here looks into them. */
const TRACKS_BY_ENDING: Readonly<Record<string, readonly JsonObject[]>> = {
  mp4: [
    { index: 1, trackType: "video", codec: "AVC", videoProperties: { width: 1280, height: 720 } },
    { index: 2, trackType: "audio", codec: "AAC" },
  ],
  webm: [{ index: 1, trackType: "video", codec: "VP9", videoProperties: { width: 1920, height: 1080 } }],
  mp3: [{ index: 1, trackType: "audio", codec: "MP3" }],
};

/**
 * MediaConvert, which moto does not have: queues, and jobs that are accepted and wait, since nothing is transcoded.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/apireference/resources.html
 */
export const mediaConvert: Service = {
  name: "mediaconvert",
  routes: [
    route("POST", `${API}/endpoints`, ({ headers }) => jsonAnswer({ endpoints: [{ url: `http://${headers.host}` }] })),

    route("POST", `${API}/queues`, ({ parameters }, context) => {
      const name = requiredString(parameters, "name", "BadRequestException");
      if (context.remembered(queues).has(name)) {
        throw new AwsError("ConflictException", `Queue with name ${name} already exists`, 409);
      }
      const queue: JsonObject = {
        pricingPlan: "ON_DEMAND",
        status: "ACTIVE",
        ...pick(parameters, ["description", "pricingPlan", "status", "concurrentJobs"]),
        name,
        arn: context.arn(`queues/${name}`),
        type: "CUSTOM",
        submittedJobsCount: 0,
        progressingJobsCount: 0,
        createdAt: seconds(),
        lastUpdated: seconds(),
      };
      context.remembered(queues).set(name, queue);
      tags.create(context, String(queue.arn), { tags: tagList(parameters) });
      return jsonAnswer({ queue }, 201);
    }),
    route("GET", `${API}/queues`, (_request, context) =>
      jsonAnswer({ queues: [...context.remembered(queues).values()] }),
    ),
    route("GET", `${API}/queues/{name}`, (_request, context, { name }) =>
      jsonAnswer({ queue: queueOf(name, context) }),
    ),
    route("PUT", `${API}/queues/{name}`, ({ parameters }, context, { name }) => {
      const queue = queueOf(name, context);
      Object.assign(queue, pick(parameters, ["description", "status", "concurrentJobs"]), { lastUpdated: seconds() });
      return jsonAnswer({ queue });
    }),
    route("DELETE", `${API}/queues/{name}`, (_request, context, { name }) => {
      const { arn } = queueOf(name, context);
      if (jobsOf(context).some(({ queue, status }) => queue === arn && status === "SUBMITTED")) {
        throw new AwsError("ConflictException", `Queue ${name} has jobs that have not ended`, 409);
      }
      context.remembered(queues).delete(name);
      tags.delete(context, String(arn));
      return emptyAnswer(202);
    }),

    route("POST", `${API}/jobs`, (request, context) => jsonAnswer({ job: createJob(request, context) }, 201)),
    route("GET", `${API}/jobs`, ({ query }, context) => jsonAnswer({ jobs: listJobs(query, context) })),
    route("GET", `${API}/search`, ({ query }, context) => {
      const file = query.get("inputFile") ?? "";
      if (file.length > 300) throw new AwsError("BadRequestException", "inputFile has more than 300 characters");
      return jsonAnswer({
        jobs: listJobs(query, context).filter((job) => filesOf(job).some((it) => it.includes(file))),
      });
    }),
    route("GET", `${API}/jobs/{id}`, (_request, context, { id }) => jsonAnswer({ job: jobOf(id, context) })),
    route("DELETE", `${API}/jobs/{id}`, (_request, context, { id }) => {
      const job = jobOf(id, context);
      if (job.status !== "SUBMITTED") throw new AwsError("ConflictException", `Job ${id} has ended`, 409);
      job.status = "CANCELED";
      return emptyAnswer(202);
    }),

    route("POST", `${API}/probe`, ({ parameters }) => {
      const [input] = Array.isArray(parameters.inputFiles) ? parameters.inputFiles : [];
      const url = requiredString(Object(input) as JsonObject, "fileUrl", "BadRequestException");
      const ending = url.slice(url.lastIndexOf(".") + 1);
      const tracks = TRACKS_BY_ENDING[ending];
      if (tracks === undefined) throw new AwsError("BadRequestException", `The format of ${url} is not supported`);
      return jsonAnswer({ probeResults: [{ container: { format: ending, tracks } }] });
    }),

    route("GET", `${API}/tags/{arn}`, (_request, context, { arn }) =>
      jsonAnswer({ resourceTags: { arn, tags: tagMap(arn, context) } }),
    ),
    route("POST", `${API}/tags`, ({ parameters }, context) => {
      const arn = requiredString(parameters, "arn", "BadRequestException");
      tags.create(context, arn, {
        tags: tagList({ tags: { ...tagMap(arn, context), ...stringMapAt(parameters, "tags") } }),
      });
      return jsonAnswer({});
    }),
    route("PUT", `${API}/tags/{arn}`, ({ parameters }, context, { arn }) => {
      const kept = Object.entries(tagMap(arn, context)).filter(
        ([key]) => !stringsAt(parameters, "tagKeys").includes(key),
      );
      tags.create(context, arn, { tags: tagList({ tags: Object.fromEntries(kept) }) });
      return jsonAnswer({});
    }),
  ],
};

/** A request with the token of an earlier one gets that one's job. */
function createJob({ parameters }: AwsRequest, context: Context): JsonObject {
  const token = stringAt(parameters, "clientRequestToken");
  const earlier = jobsOf(context).find(({ clientRequestToken }) => token !== undefined && clientRequestToken === token);
  if (earlier !== undefined) return earlier;
  const role = requiredString(parameters, "role", "BadRequestException");
  const queue = requiredString(parameters, "queue", "BadRequestException");
  queueOf(queue.slice(queue.lastIndexOf("/") + 1), context);
  const settings = objectAt(parameters, "settings");
  if (settings === undefined) throw new AwsError("BadRequestException", "settings is required");
  const id = `${Date.now()}-${randomUUID().slice(0, 6)}`;
  const job: JsonObject = {
    ...pick(parameters, ["userMetadata", "clientRequestToken", "priority", "statusUpdateInterval"]),
    ...{ id, arn: context.arn(`jobs/${id}`), role, queue, settings },
    ...{ status: "SUBMITTED", createdAt: seconds(), timing: { submitTime: seconds() } },
  };
  context.remembered(jobs).set(id, job);
  return job;
}

function listJobs(query: URLSearchParams, context: Context): JsonObject[] {
  const listed = jobsOf(context).filter(
    ({ queue, status }) => (query.get("queue") ?? queue) === queue && (query.get("status") ?? status) === status,
  );
  return query.get("order") === "ASCENDING" ? listed : listed.reverse();
}

function filesOf(job: JsonObject): string[] {
  const inputs = objectsAt(objectAt(job, "settings") ?? {}, "inputs");
  return inputs.map((input) => stringAt(input, "fileInput") ?? "");
}

function jobsOf(context: Context): JsonObject[] {
  return [...context.remembered(jobs).values()];
}

function jobOf(id: string, context: Context): JsonObject {
  const job = context.remembered(jobs).get(id);
  if (job === undefined) throw new AwsError("NotFoundException", `Job ${id} does not exist`, 404);
  return job;
}

function queueOf(name: string, context: Context): JsonObject {
  const queue = context.remembered(queues).get(name);
  if (queue === undefined) throw new AwsError("NotFoundException", `Queue ${name} does not exist`, 404);
  return queue;
}

/** MediaConvert's tags are a map, where the others have a list. */
function tagList(parameters: JsonObject): JsonObject[] {
  return Object.entries(stringMapAt(parameters, "tags")).map(([Key, Value]) => ({ Key, Value }));
}

function tagMap(arn: string, context: Context): Record<string, string> {
  return Object.fromEntries(tags.shown(context, arn).map(({ Key, Value }) => [String(Key), String(Value)]));
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
