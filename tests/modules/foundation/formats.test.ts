import { describe, expect, it } from "vitest";
import { httpsOriginProblems, isDomainName } from "../../../modules/foundation/formats";

describe("httpsOriginProblems", () => {
  it.each([
    "https://lms.example.com",
    "https://*.lms.example.com",
    "https://canvas.example.edu:8443",
    "https://*.school.co.uk",
  ])("accepts %j", (origin) => {
    expect(httpsOriginProblems("x", origin)).toEqual([]);
  });

  it.each([
    "http://lms.example.com",
    "https://lms.example.com/",
    "https://LMS.example.com",
    "https://localhost",
    "https://*",
    "https://a.*.example.com",
    "https://lms.example.com:",
    "https://lms.example.com:0",
    "https://lms.example.com:99999",
    "https://*.co.uk",
    "https://*.edu.au",
    "lms.example.com",
    "*",
    "",
  ])("refuses %j", (origin) => {
    expect(httpsOriginProblems("uploadOrigins", origin)).toEqual([
      `uploadOrigins: must be an origin such as https://lms.example.com, got ${JSON.stringify(origin)}; ` +
        "name scheme and host, in lower case and without a path",
    ]);
  });
});

describe("isDomainName", () => {
  it.each(["a.io", "lms.example.com", "xn--bcher-kva.example", "1.example.com", `${"a".repeat(63)}.com`])(
    "is %j",
    (name) => {
      expect(isDomainName(name)).toBe(true);
    },
  );

  it.each(["com", "", "lms..com", "-a.com", "a-.com", "a.com.", "a_b.com", `${"a".repeat(64)}.com`, "10.0.0.1"])(
    "is not %j",
    (name) => {
      expect(isDomainName(name)).toBe(false);
    },
  );

  it("has at most 253 characters", () => {
    const label = `${"a".repeat(61)}.`;
    expect(isDomainName(`${label.repeat(4)}${"b".repeat(5)}`)).toBe(true);
    expect(isDomainName(`${label.repeat(4)}${"b".repeat(6)}`)).toBe(false);
  });
});
