import { describe, expect, it } from "vitest";
import { outcomeMessage } from "../../../functions/video-processing/outcome";
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
