import { expect, it } from "vitest";
import { playlistKey, renditionFolder, uploadId } from "../../../functions/video-processing/upload";

const upload = { bucket: "media", key: "uploads/lecture.mp4", versionId: "v1" };
const ID = "6f7edeb97b7d38bd6fffd32486457d5d34a86c3e78aec5f2030be318165d7b6f";

it("gives the same id to the same version, which MediaConvert takes for a token", () => {
  expect(uploadId(upload)).toBe(ID);
  expect(uploadId({ ...upload })).toBe(uploadId(upload));
});

it("gives each version, key and bucket an id of its own", () => {
  const others = [{ versionId: "v2" }, { key: "uploads/other.mp4" }, { bucket: "other" }];
  const ids = [upload, ...others.map((change) => ({ ...upload, ...change }))].map(uploadId);
  expect(new Set(ids).size).toBe(4);
});

it("has a folder of its own for renditions, with the playlist in it", () => {
  expect(renditionFolder(upload)).toBe(`transcoded/${ID}/`);
  expect(playlistKey(upload)).toBe(`transcoded/${ID}/video.m3u8`);
});
