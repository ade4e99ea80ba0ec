import { describe, expect, it } from "vitest";
import { knownJob, outcomeOf, uploadOf, userMetadata } from "../../../functions/video-processing/job";
import { outcomeMessage } from "../../../functions/video-processing/outcome";
import { playlistKey } from "../../../functions/video-processing/upload";

const upload = { bucket: "media", key: "uploads/lecture.mp4", versionId: "v1" };

describe("a job's metadata", () => {
  it("leads back to the upload", () => {
    expect(uploadOf({ id: "1", status: "COMPLETE", userMetadata: userMetadata(upload) })).toEqual(upload);
  });

  it.each([undefined, {}, { bucket: "media", key: "uploads/lecture.mp4" }])("must be ours, not %o", (other) => {
    expect(() => uploadOf({ id: "1", status: "COMPLETE", userMetadata: other })).toThrow(
      "job 1: must name bucket, key and versionId in its metadata; it was not made by submit",
    );
  });
});

describe("outcomeOf", () => {
  it.each([
    [{ status: "COMPLETE" }, { status: "complete", jobId: "1" }],
    [
      { status: "ERROR", errorMessage: "no such codec" },
      { status: "failed", jobId: "1", reason: "no such codec" },
    ],
    [{ status: "ERROR" }, { status: "failed", jobId: "1", reason: "no message" }],
    [{ status: "CANCELED" }, { status: "failed", jobId: "1", reason: "canceled" }],
    [{ status: "SUBMITTED" }, undefined],
    [{ status: "PROGRESSING" }, undefined],
  ])("of %o", (job, outcome) => {
    expect(outcomeOf({ id: "1", ...job })).toEqual(outcome);
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

describe("outcomeMessage", () => {
  it("tells where to play what is complete, and only that", () => {
    const common = { type: "video.transcoding-ended", version: 1, upload };
    expect(outcomeMessage(upload, { status: "complete", jobId: "1" })).toEqual({
      ...common,
      status: "complete",
      jobId: "1",
      playlist: playlistKey(upload),
    });
    expect(outcomeMessage(upload, { status: "refused", reason: "oversized" })).toEqual({
      ...common,
      status: "refused",
      reason: "oversized",
    });
  });
});
