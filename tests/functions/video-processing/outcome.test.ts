import { PutObjectTaggingCommand, type S3Client } from "@aws-sdk/client-s3";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { outcomeMessage, recordOutcome } from "../../../functions/video-processing/outcome";
import { playlistKey } from "../../../functions/video-processing/upload";

const upload = { bucket: "media", key: "uploads/lecture.mp4", versionId: "v1" };

describe("outcomeMessage", () => {
  it("tells where to play what is complete, and only that", () => {
    const common = { type: "video.transcoding-ended", version: 1, upload };
    expect(outcomeMessage({ upload, outcome: { status: "complete", jobId: "1" } })).toEqual({
      ...common,
      status: "complete",
      jobId: "1",
      playlist: playlistKey(upload),
    });
    expect(outcomeMessage({ upload, outcome: { status: "refused", reason: "oversized" } })).toEqual({
      ...common,
      status: "refused",
      reason: "oversized",
    });
  });
});

describe("recordOutcome", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("tells the media service first, since what the tags say is told to no one any more", async () => {
    vi.stubEnv("OUTCOME_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/111111111111/media-transcoded");
    const told: unknown[] = [];
    const s3 = {
      send: async (command: unknown) => {
        if (command instanceof PutObjectTaggingCommand) throw new Error("no tags");
        return { TagSet: [] };
      },
    } as unknown as S3Client;
    const sqs = { send: async (command: unknown) => told.push(command) } as unknown as SQSClient;
    const outcome = { status: "complete", jobId: "1" } as const;
    await expect(recordOutcome({ s3, sqs }, { upload, outcome })).rejects.toThrow("no tags");
    expect(told).toHaveLength(1);
  });
});
