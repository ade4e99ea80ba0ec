import { describe, expect, it } from "vitest";
import {
  type JobStateChangeEvent,
  parseJobStateChange,
  parseObjectCreated,
} from "../../../functions/video-processing/events";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
const created = {
  version: "0",
  id: "17793124-05d4-b198-2fde-7ededc63b103",
  "detail-type": "Object Created",
  source: "aws.s3",
  account: "111122223333",
  time: "2021-11-12T00:00:00Z",
  region: "ca-central-1",
  resources: ["arn:aws:s3:::amzn-s3-demo-bucket1"],
  detail: {
    version: "0",
    bucket: { name: "amzn-s3-demo-bucket1" },
    object: {
      key: "uploads/example-key",
      size: 5,
      etag: "b1946ac92492d2347c6235b4d2611184",
      "version-id": "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e",
      sequencer: "617f08299329d189",
    },
    "request-id": "N4N7GDK58NMKJ12R",
    requester: "123456789012",
    "source-ip-address": "1.2.3.4",
    reason: "PutObject",
  },
};

describe("parseObjectCreated", () => {
  it("reads the version of the object and its size", () => {
    expect(parseObjectCreated(JSON.stringify(created))).toEqual({
      upload: {
        bucket: "amzn-s3-demo-bucket1",
        key: "uploads/example-key",
        versionId: "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e",
      },
      sizeBytes: 5,
    });
  });

  const withObject = (change: object) => ({
    ...created,
    detail: { ...created.detail, object: { ...created.detail.object, ...change } },
  });

  it.each<[string, unknown]>([
    ["another event", { ...created, "detail-type": "Object Deleted" }],
    ["no detail", { ...created, detail: undefined }],
    ["no bucket", { ...created, detail: { object: created.detail.object } }],
    ["no version", withObject({ "version-id": undefined })],
    ["an empty version", withObject({ "version-id": "" })],
    ["no size", withObject({ size: undefined })],
    ["an object elsewhere", withObject({ key: "transcoded/video.m3u8" })],
    ["a number", 42],
    ["nothing", null],
  ])("refuses %s", (_, event) => {
    const body = JSON.stringify(event);
    expect(() => parseObjectCreated(body)).toThrow(
      `message: must be the event Object Created of a version below uploads/, got ${body}; discard it`,
    );
  });

  it("refuses what is no JSON", () => {
    expect(() => parseObjectCreated("hello")).toThrow(SyntaxError);
  });
});

describe("parseJobStateChange", () => {
  /** @see https://docs.aws.amazon.com/mediaconvert/latest/ug/ev_status_error.html */
  const failed = {
    version: "0",
    id: "1234abcd-12ab-34cd-56ef-1234567890ab",
    "detail-type": "MediaConvert Job State Change",
    source: "aws.mediaconvert",
    account: "111122223333",
    time: "2018-01-07T23:35:20Z",
    region: "us-west-2",
    resources: ["arn:aws:mediaconvert:us-west-2:111122223333:jobs/1515368087458-qnoxtd"],
    detail: {
      timestamp: 1515368120764,
      accountId: "111122223333",
      queue: "arn:aws:mediaconvert:us-west-2:111122223333:queues/Default",
      jobId: "1515368087458-qnoxtd",
      status: "ERROR",
      errorCode: 1040,
      errorMessage: "Example error message",
      userMetadata: { key: "uploads/a.mp4" },
    },
  } as unknown as JobStateChangeEvent;

  it("reads the job and how it is", () => {
    expect(parseJobStateChange(failed)).toEqual({
      id: "1515368087458-qnoxtd",
      status: "ERROR",
      errorMessage: "Example error message",
      userMetadata: { key: "uploads/a.mp4" },
    });
  });

  it.each([{}, { detail: {} }, { detail: { jobId: "1" } }, { detail: { status: "ERROR" } }])("refuses %o", (event) => {
    expect(() => parseJobStateChange(event as unknown as JobStateChangeEvent)).toThrow(
      `event: must be a MediaConvert Job State Change, got ${JSON.stringify(event)}; correct the rule that sent it`,
    );
  });
});
