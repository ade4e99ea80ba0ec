import { describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const call = (action: string, parameters?: unknown) =>
  sandbox.rest("mediaconvert", action.replace(" /", " /2017-08-29/"), parameters);

const QUEUE = "arn:aws:mediaconvert:us-east-1:111111111111:queues/video";
const ROLE = "arn:aws:iam::111111111111:role/transcoder";
const refused = (code: string, message: string) => ({ code, message });

const createQueue = (more = {}) => call("POST /queues", { name: "video", description: "Uploads", ...more });
const createJob = (more = {}) => call("POST /jobs", { role: ROLE, queue: QUEUE, settings: { inputs: [] }, ...more });
const job = async (reply: ReturnType<typeof createJob>) => ((await reply).json as { job: Record<string, unknown> }).job;
const listed = async (query: string) =>
  ((await call(`GET /jobs?${query}`)).json as { jobs: { id: string }[] }).jobs.map(({ id }) => id);

it("tells clients of long ago that it is its own endpoint", async () => {
  const { json } = await call("POST /endpoints", {});
  expect(json).toEqual({ endpoints: [{ url: expect.stringMatching(/^http:\/\//) }] });
});

describe("a queue", () => {
  const asCreated = {
    name: "video",
    arn: QUEUE,
    description: "Uploads",
    pricingPlan: "ON_DEMAND",
    status: "ACTIVE",
    type: "CUSTOM",
    submittedJobsCount: 0,
    progressingJobsCount: 0,
    createdAt: expect.any(Number),
    lastUpdated: expect.any(Number),
  };

  it("is created and found", async () => {
    expect(await createQueue()).toEqual({ status: 201, json: { queue: asCreated } });
    expect((await call("GET /queues/video")).json).toEqual({ queue: asCreated });
    expect((await call("GET /queues")).json).toEqual({ queues: [asCreated] });
  });

  it("cannot be created twice", async () => {
    await createQueue();
    expect(await createQueue()).toEqual({
      status: 409,
      json: refused("ConflictException", "Queue with name video already exists"),
    });
  });

  it("needs a name", async () => {
    expect(await call("POST /queues", {})).toEqual({
      status: 400,
      json: refused("BadRequestException", "name is required"),
    });
  });

  it("can be paused and described anew", async () => {
    await createQueue();
    const changed = { ...asCreated, status: "PAUSED", description: "Paused" };
    expect((await call("PUT /queues/video", { status: "PAUSED", description: "Paused" })).json).toEqual({
      queue: changed,
    });
    expect((await call("GET /queues/video")).json).toEqual({ queue: changed });
  });

  it("is deleted, but not while jobs wait in it", async () => {
    await createQueue();
    const { id } = await job(createJob());
    expect(await call("DELETE /queues/video")).toEqual({
      status: 409,
      json: refused("ConflictException", "Queue video has jobs that have not ended"),
    });
    await call(`DELETE /jobs/${id}`);
    expect((await call("DELETE /queues/video")).status).toBe(202);
    expect(await call("GET /queues/video")).toEqual({
      status: 404,
      json: refused("NotFoundException", "Queue video does not exist"),
    });
  });

  it("has tags, which come, change and go, and are found by the tagging service", async () => {
    const path = `/tags/${encodeURIComponent(QUEUE)}`;
    const shown = async () => (await call(`GET ${path}`)).json;
    await createQueue({ tags: { TerraformRoot: "dev-platform", Owner: "team" } });
    await call("POST /tags", { arn: QUEUE, tags: { Owner: "others" } });
    expect(await shown()).toEqual({
      resourceTags: { arn: QUEUE, tags: { TerraformRoot: "dev-platform", Owner: "others" } },
    });
    await call(`PUT ${path}`, { tagKeys: ["Owner"] });
    expect(await shown()).toEqual({ resourceTags: { arn: QUEUE, tags: { TerraformRoot: "dev-platform" } } });

    sandbox.moto.json("GetResources", { ResourceTagMappingList: [] });
    const found = await sandbox.json("tagging", "ResourceGroupsTaggingAPI_20170126.GetResources", {});
    expect(found.json).toEqual({
      ResourceTagMappingList: [{ ResourceARN: QUEUE, Tags: [{ Key: "TerraformRoot", Value: "dev-platform" }] }],
    });
  });
});

describe("a job", () => {
  it("is accepted and waits", async () => {
    await createQueue();
    const created = await job(createJob({ userMetadata: { key: "uploads/a.mp4" }, clientRequestToken: "token" }));
    expect(created).toEqual({
      id: expect.stringMatching(/^\d{13}-[0-9a-f]{6}$/),
      arn: `arn:aws:mediaconvert:us-east-1:111111111111:jobs/${created.id}`,
      role: ROLE,
      queue: QUEUE,
      settings: { inputs: [] },
      userMetadata: { key: "uploads/a.mp4" },
      clientRequestToken: "token",
      status: "SUBMITTED",
      createdAt: expect.any(Number),
      timing: { submitTime: expect.any(Number) },
    });
    expect((await call(`GET /jobs/${created.id}`)).json).toEqual({ job: created });
  });

  it("is made once for a token", async () => {
    await createQueue();
    const one = await job(createJob({ clientRequestToken: "token" }));
    expect(await job(createJob({ clientRequestToken: "token" }))).toEqual(one);
    expect((await job(createJob({ clientRequestToken: "other" }))).id).not.toBe(one.id);
    expect((await job(createJob())).id).not.toBe((await job(createJob())).id);
  });

  it("is listed by queue and status, the newest first unless the oldest is wanted", async () => {
    await createQueue();
    await createQueue({ name: "other" });
    const one = String((await job(createJob())).id);
    const two = String((await job(createJob())).id);
    const elsewhere = String((await job(createJob({ queue: `${QUEUE.slice(0, -5)}other` }))).id);
    await call(`DELETE /jobs/${one}`);
    expect(await listed("")).toEqual([elsewhere, two, one]);
    expect(await listed(`queue=${encodeURIComponent(QUEUE)}&order=ASCENDING`)).toEqual([one, two]);
    expect(await listed("status=CANCELED")).toEqual([one]);
    expect(await listed(`status=SUBMITTED&queue=${encodeURIComponent(QUEUE)}`)).toEqual([two]);
  });

  it("is found by its input file, or a part of its name", async () => {
    await createQueue();
    const ofFile = async (fileInput: string) =>
      String((await job(createJob({ settings: { inputs: [{ fileInput }] } }))).id);
    const one = await ofFile("s3://media/uploads/one.mp4");
    const two = await ofFile("s3://media/uploads/two.mp4");
    await createJob();
    const found = async (query: string) =>
      ((await call(`GET /search?${query}`)).json as { jobs: { id: string }[] }).jobs.map(({ id }) => id);
    expect(await found(`inputFile=${encodeURIComponent("s3://media/uploads/one.mp4")}`)).toEqual([one]);
    expect(await found("inputFile=.mp4")).toEqual([two, one]);
    expect(await found("inputFile=.mp4&order=ASCENDING&status=SUBMITTED")).toEqual([one, two]);
    expect(await found("inputFile=three.mp4")).toEqual([]);
    expect(await call(`GET /search?inputFile=${"m".repeat(301)}`)).toEqual({
      status: 400,
      json: refused("BadRequestException", "inputFile has more than 300 characters"),
    });
  });

  it("is canceled once", async () => {
    await createQueue();
    const { id } = await job(createJob());
    expect((await call(`DELETE /jobs/${id}`)).status).toBe(202);
    expect(await call(`DELETE /jobs/${id}`)).toEqual({
      status: 409,
      json: refused("ConflictException", `Job ${id} has ended`),
    });
  });

  it.each([
    [{ queue: `${QUEUE}-none` }, 404, refused("NotFoundException", "Queue video-none does not exist")],
    [{ queue: "" }, 400, refused("BadRequestException", "queue is required")],
    [{ role: "" }, 400, refused("BadRequestException", "role is required")],
    [{ settings: "none" }, 400, refused("BadRequestException", "settings is required")],
  ])("is refused with %o", async (broken, status, json) => {
    await createQueue();
    expect(await createJob(broken)).toEqual({ status, json });
  });

  it("is not found where there is none", async () => {
    expect(await call("GET /jobs/none")).toEqual({
      status: 404,
      json: refused("NotFoundException", "Job none does not exist"),
    });
  });
});

describe("a probe", () => {
  const probe = (fileUrl: string) => call("POST /probe", { inputFiles: [{ fileUrl }] });

  it.each([
    ["mp4", ["video", "audio"]],
    ["webm", ["video"]],
    ["mp3", ["audio"]],
  ])("tells the tracks of a file by its ending: %s", async (ending, types) => {
    const { json } = await probe(`s3://media/uploads/lecture.${ending}`);
    const [result] = (json as { probeResults: { container: { tracks: { trackType: string }[] } }[] }).probeResults;
    expect(result?.container.tracks.map(({ trackType }) => trackType)).toEqual(types);
  });

  it("refuses what is no media", async () => {
    expect(await probe("s3://media/uploads/notes.pdf")).toEqual({
      status: 400,
      json: refused("BadRequestException", "The format of s3://media/uploads/notes.pdf is not supported"),
    });
  });

  it("needs a file", async () => {
    expect(await call("POST /probe", {})).toEqual({
      status: 400,
      json: refused("BadRequestException", "fileUrl is required"),
    });
  });
});
