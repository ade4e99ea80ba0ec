import { PutObjectTaggingCommand, type S3Client, type Tag } from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { tagValue, type UploadRecord, writeTags } from "../../../functions/video-processing/upload-tags";

describe("tagValue", () => {
  it.each([
    ["plain: words_of-1.0 = a/b+c@d", "plain: words_of-1.0 = a/b+c@d"],
    ["Straße größer", "Straße größer"],
    ["<b>(broken)</b>, really!", "b broken /b really"],
    ["  a\n\tb  ", "a b"],
    ["x".repeat(300), "x".repeat(256)],
    [`${"x".repeat(255)}𠮷`, "x".repeat(255)],
  ])("writes %o into a tag as S3 takes it", (text, value) => {
    expect(tagValue(text)).toBe(value);
  });
});

describe("writeTags", () => {
  const upload = { bucket: "media", key: "uploads/lecture.mp4", versionId: "v1" };
  const othersOf = (count: number): Tag[] =>
    Array.from({ length: count }, (_, index) => ({ Key: `other-${index}`, Value: "kept" }));

  async function written(others: readonly Tag[], record: UploadRecord): Promise<(string | undefined)[]> {
    const sent: Tag[][] = [];
    const send = async (command: unknown) => {
      if (command instanceof PutObjectTaggingCommand) sent.push(command.input.Tagging?.TagSet ?? []);
    };
    await writeTags({ send } as unknown as S3Client, upload, { status: undefined, others }, record);
    return sent.flat().map(({ Key }) => Key);
  }

  it.each([
    [7, ["video-status", "video-job", "video-reason"]],
    [8, ["video-status", "video-job"]],
    [9, ["video-status"]],
  ])("keeps the %i tags of others, and of its own what ten leave room for", async (count, own) => {
    const others = othersOf(count);
    expect(await written(others, { reason: "broken", jobId: "1", status: "failed" })).toEqual([
      ...others.map(({ Key }) => Key),
      ...own,
    ]);
  });

  it("writes no tag for what a record does not say", async () => {
    expect(await written([], { status: "submitted", jobId: "1" })).toEqual(["video-status", "video-job"]);
  });
});
