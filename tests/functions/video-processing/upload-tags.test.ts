import { expect, it } from "vitest";
import { tagValue } from "../../../functions/video-processing/upload-tags";

it.each([
  ["plain: words_of-1.0 = a/b+c@d", "plain: words_of-1.0 = a/b+c@d"],
  ["Straße größer", "Straße größer"],
  ["<b>(broken)</b>, really!", "b broken /b really"],
  ["  a\n\tb  ", "a b"],
  ["x".repeat(300), "x".repeat(256)],
])("writes %o into a tag as S3 takes it", (text, value) => {
  expect(tagValue(text)).toBe(value);
});
