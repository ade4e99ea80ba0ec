import { describe, expect, it } from "vitest";
import { endOf, knownJob, userMetadata } from "../../../functions/video-processing/job";

const upload = { bucket: "media", key: "uploads/lecture.mp4", versionId: "v1" };

describe("endOf", () => {
  it.each([
    [{ status: "COMPLETE" }, { status: "complete", jobId: "1" }],
    [
      { status: "ERROR", errorMessage: "no such codec" },
      { status: "failed", jobId: "1", reason: "no such codec" },
    ],
    [{ status: "ERROR" }, { status: "failed", jobId: "1", reason: "no message" }],
    [{ status: "CANCELED" }, { status: "failed", jobId: "1", reason: "canceled" }],
  ])("of %o tells the upload, too", (job, outcome) => {
    expect(endOf({ id: "1", userMetadata: userMetadata(upload), ...job })).toEqual({ upload, outcome });
  });

  it.each(["SUBMITTED", "PROGRESSING"])("is none while a job is %s", (status) => {
    expect(endOf({ id: "1", status, userMetadata: userMetadata(upload) })).toBeUndefined();
  });

  it.each([undefined, {}, { bucket: "media", key: "uploads/lecture.mp4" }])("is none for a job with %o", (other) => {
    expect(endOf({ id: "1", status: "COMPLETE", userMetadata: other })).toBeUndefined();
  });
});

describe("knownJob", () => {
  it("is a job of the API", () => {
    const job = { Role: "role", Settings: {}, Id: "1", UserMetadata: { key: "k" }, ErrorMessage: "m" };
    expect(knownJob({ ...job, Status: "ERROR" })).toEqual({
      id: "1",
      status: "ERROR",
      errorMessage: "m",
      userMetadata: { key: "k" },
    });
  });
});
