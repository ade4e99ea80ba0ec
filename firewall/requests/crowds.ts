import { type ExpectedRequest, passes, type RequestGroup, type SampleRequest, type Verdict } from "../request";

/** Requests per learner of an exam's first five minutes, and of a video's: 50 pieces of six seconds and the player. */
const EXAM_REQUESTS = 30;
const VIDEO_OBJECTS = 60;

/** A rate that each environment has its own limit for: the last of the requests that pass, and the first that does not. */
function limited(rule: string, name: string, most: Readonly<Record<string, number>>, request: SampleRequest) {
  return Object.entries(most).flatMap(([environment, requests]): ExpectedRequest[] => {
    const verdict: Verdict = environment === "dev" ? `site counts: ${rule}` : `site blocks: ${rule}`;
    const at = (count: number, got: Verdict): ExpectedRequest => ({
      name: `${count.toLocaleString("en-US")} ${name}`,
      request: { ...request, from: { requests: count } },
      expected: { [environment]: got },
    });
    return [at(requests, "passes"), at(requests + 1, verdict)];
  });
}

/** Many people behind one address, and people behind odd ones. */
export const CROWDS: RequestGroup = {
  name: "Crowds",
  requests: [
    {
      name: "a class of 300 behind one school address begins an exam",
      request: { url: "/api/assessments/exams/1", from: { requests: 300 * EXAM_REQUESTS } },
      // dev's limit is one for developers, and it only counts.
      expected: { dev: "site counts: rate", staging: "passes", prod: "passes" },
    },
    passes("a class of 300 behind one address watches a video", {
      url: "/media/transcoded/7/720p_00001.ts",
      signed: true,
      from: { requests: 300 * VIDEO_OBJECTS },
    }),
    {
      name: "a class of 300 behind one address signs in, twice each",
      request: { method: "POST", url: "/api/identity/login", from: { requests: 600 } },
      expected: { dev: "site counts: rate-of-logins", staging: "passes", prod: "passes" },
    },
    passes("a learner behind a VPN or Tor", { url: "/courses/7", from: { kind: "vpn" } }),
    passes("a learner behind a VPN signs in", {
      method: "POST",
      url: "/api/identity/login",
      from: { kind: "vpn", requests: 5 },
    }),
    passes("a learner in a country that others block", { url: "/courses/7", from: { country: "IR" } }),
    ...limited("rate", "requests of an address", { dev: 5_000, staging: 20_000, prod: 50_000 }, { url: "/courses" }),
    ...limited(
      "rate-of-objects",
      "objects for an address",
      { dev: 25_000, staging: 100_000, prod: 250_000 },
      { url: "/static/app.js" },
    ),
    ...limited(
      "rate-of-logins",
      "sign-ins of an address",
      { dev: 200, staging: 1_000, prod: 2_000 },
      { method: "POST", url: "/api/identity/login" },
    ),
  ],
};
