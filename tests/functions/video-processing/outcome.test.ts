import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { expectTold, outcomeMessage, recordEnd, recordOutcome } from "../../../functions/video-processing/outcome";
import { uploadId } from "../../../functions/video-processing/upload";
import { World } from "./world";

const upload = { bucket: "media", key: "uploads/lecture.mp4", versionId: "v1" };
const ID = uploadId(upload);

describe("outcomeMessage", () => {
  const common = { type: "video.transcoding-ended", version: 1, id: ID, upload };

  it("tells where to play what is complete, and only that", () => {
    expect(outcomeMessage(upload, { status: "complete", jobId: "1" })).toEqual({
      ...common,
      status: "complete",
      jobId: "1",
      playlist: `transcoded/${ID}/video.m3u8`,
    });
    expect(outcomeMessage(upload, { status: "refused", reason: "oversized" })).toEqual({
      ...common,
      status: "refused",
      reason: "oversized",
    });
  });
});

describe("recordOutcome", () => {
  const complete = { status: "complete", jobId: "1" } as const;
  const canceled = { status: "failed", jobId: "1", reason: "canceled" } as const;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.spyOn(console, "info").mockImplementation(() => {});
    vi.stubEnv("OUTCOME_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/111111111111/media-transcoded");
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it("keeps the first outcome and tells it once", async () => {
    const world = new World();
    expect(await recordOutcome(world.clients, upload, complete)).toBe("told");
    expect(await recordOutcome(world.clients, upload, canceled)).toBe("known");
    expect(world.messages.map((body) => JSON.parse(body).status)).toEqual(["complete"]);
  });

  it("leaves the telling to a call that is at it, and does it itself once that must have crashed", async () => {
    // Outcome written, then a crash before the message.
    const world = new World(["never", "before"]);
    vi.setSystemTime(world.now);
    await expect(recordOutcome(world.clients, upload, complete)).rejects.toThrow("SendMessageCommand");
    vi.setSystemTime(world.now + 59_000);
    expect(await recordOutcome(world.clients, upload, canceled)).toBe("being-told");
    expect(world.messages).toEqual([]);
    vi.setSystemTime(world.now + 60_000);
    expect(await recordOutcome(world.clients, upload, canceled)).toBe("told");
    expect(world.messages.map((body) => JSON.parse(body).status)).toEqual(["complete"]);
  });

  it("has an event come back while another call is telling", () => {
    expect(() => expectTold("being-told")).toThrow(
      "upload: must be told by whoever recorded its end, got no word yet; it is tried again",
    );
    for (const well of ["told", "known", undefined] as const) expect(() => expectTold(well)).not.toThrow();
  });

  it("leaves the jobs of others alone", async () => {
    const world = new World();
    const foreign = { id: "1", status: "COMPLETE", userMetadata: { upload: "42" } };
    const unknown = { id: "1", status: "COMPLETE", userMetadata: { upload: ID } };
    expect(await recordEnd(world.clients, foreign)).toBeUndefined();
    expect(await recordEnd(world.clients, unknown)).toBeUndefined();
    expect(world.messages).toEqual([]);
  });
});
