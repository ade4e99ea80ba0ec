import { describe, expect, it } from "vitest";
import { knownJob, outcomeOf, uploadIdOf, userMetadata } from "../../../functions/video-processing/job";
import { uploadId } from "../../../functions/video-processing/upload";

const ID = uploadId({ bucket: "media", key: "uploads/lecture.mp4", versionId: "v1" });

describe("userMetadata", () => {
  it.each(["Lecture 1 (final).mp4", "Q&A 100%.mp4", "it's, [hd].mp4", "日本語.mp4", `${"a".repeat(900)}.mp4`])(
    "holds only what MediaConvert takes, also for %s",
    (name) => {
      const metadata = userMetadata(uploadId({ bucket: "media", key: `uploads/${name}`, versionId: "v1" }));
      for (const text of Object.entries(metadata).flat()) expect(text).toMatch(/^[\p{L}\p{N} _.:/=+\-@]{1,128}$/u);
      expect(uploadIdOf(metadata)).toMatch(/^[0-9a-f]{64}$/);
    },
  );
});

describe("uploadIdOf", () => {
  it.each([undefined, {}, { upload: "42" }, { bucket: "media", key: "uploads/lecture.mp4" }])(
    "is none of a job that someone else made, with %o",
    (other) => {
      expect(uploadIdOf(other)).toBeUndefined();
    },
  );
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
    expect(outcomeOf({ id: "1", userMetadata: userMetadata(ID), ...job })).toEqual(outcome);
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
