import {
  blocked,
  type ExpectedRequest,
  type FirewallSettings,
  passes,
  type RequestGroup,
  type SampleRequest,
} from "../request";

/** Requests per learner of an exam's first five minutes, and of a video's: 50 pieces of six seconds and the player. */
const EXAM_REQUESTS = 30;
const VIDEO_OBJECTS = 60;

/** Objects that one address may ask for, as a multiple of its requests. */
const OBJECTS_PER_REQUEST = 5;

/** A rate that an environment has its own limit for: the last of the requests that pass, and the first that does not. */
function limited(rule: string, name: string, most: number, request: SampleRequest): readonly ExpectedRequest[] {
  const title = (count: number) => `${count.toLocaleString("en-US")} ${name}`;
  return [
    passes(title(most), { ...request, from: { requests: most } }),
    blocked(rule, title(most + 1), { ...request, from: { requests: most + 1 } }),
  ];
}

/** A class behind one address, which must pass; where the firewall only counts, its limits may be those of developers. */
function ofClass(rule: string, name: string, most: number, request: SampleRequest): ExpectedRequest {
  const isOver = (request.from?.requests ?? 0) > most;
  return { name, request, expected: { block: "passes", count: isOver ? `site counts: ${rule}` : "passes" } };
}

/** Many people behind one address, and people behind odd ones. */
export const crowds = ({ requestsPerAddress, loginsPerAddress }: FirewallSettings): RequestGroup => ({
  name: "Crowds",
  requests: [
    ofClass("rate", "a class of 300 behind one school address begins an exam", requestsPerAddress, {
      url: "/api/assessments/exams/1",
      from: { requests: 300 * EXAM_REQUESTS },
    }),
    passes("a class of 300 behind one address watches a video", {
      url: "/media/transcoded/7/720p_00001.ts",
      signed: true,
      from: { requests: 300 * VIDEO_OBJECTS },
    }),
    ofClass("rate-of-logins", "a class of 300 behind one address signs in, twice each", loginsPerAddress, {
      method: "POST",
      url: "/api/identity/login",
      from: { requests: 600 },
    }),
    passes("a learner behind a VPN or Tor", { url: "/courses/7", from: { kind: "vpn" } }),
    passes("a learner behind a VPN signs in", {
      method: "POST",
      url: "/api/identity/login",
      from: { kind: "vpn", requests: 5 },
    }),
    passes("a learner in a country that others block", { url: "/courses/7", from: { country: "IR" } }),
    ...limited("rate", "requests of an address", requestsPerAddress, { url: "/courses" }),
    ...limited("rate-of-objects", "objects for an address", OBJECTS_PER_REQUEST * requestsPerAddress, {
      url: "/static/app.js",
    }),
    ...limited("rate-of-logins", "sign-ins of an address", loginsPerAddress, {
      method: "POST",
      url: "/api/identity/login",
    }),
  ],
});
