import { NO_RELEASE } from "../service-values";

/** Values of no environment: what a template says of itself, instead of taking it from them, is seen. */
const OWN = {
  namespace: "microservices",
  serviceAccount: "sample-account",
  priorityClass: "sample-priority",
  image: "121212121212.dkr.ecr.sa-east-1.amazonaws.com/lms/sample",
  targetGroup: "arn:aws:elasticloadbalancing:sa-east-1:343434343434:targetgroup/sampl-1/0123456789abcdef",
};

const EVERYTHING = {
  ...OWN,
  secrets: { database: "lms/sample/full/database", "signing-key": "lms/sample/full/signing-key" },
  database: { host: "writer.example.org", readerHost: "reader.example.org", name: "lms", port: 5433, poolSize: 7 },
  redis: {
    cache: { host: "cache.example.org", port: 6380, user: "sample-cache", replicationGroup: "sample-group" },
    sessions: { host: "store.example.org", port: 6381, secret: "lms/sample/redis/sessions", keyPrefix: "sessions:" },
  },
  buckets: { media: "lms-sample-media", "static-assets": "lms-sample-static" },
  queues: {
    "learning-events": "https://sqs.sa-east-1.amazonaws.com/343434343434/lms-sample-learning-events",
    outbound: "https://sqs.sa-east-1.amazonaws.com/343434343434/lms-sample-outbound",
  },
};

const NOTHING = { ...OWN, namespace: "core-services", secrets: {}, redis: {}, buckets: {}, queues: {} };

const PLATFORM = {
  environment: "sample",
  region: "sa-east-1",
  siteUrl: "https://learn.example.org",
  contentDomain: "content.example.org",
  port: 8081,
  secretStore: "sample-store",
  timeouts: { answerSeconds: 61, keepAliveSeconds: 131 },
  networks: { loadBalancer: "10.77.128.0/19", data: "10.77.160.0/19" },
  services: { full: EVERYTHING, bare: NOTHING },
};

const VALUES = {
  namespace: "microservices",
  serviceAccount: "sample-account",
  nodes: "memory",
  probes: {
    startup: { path: "/started", withinSeconds: 58 },
    readiness: { path: "/ready", everySeconds: 6 },
    liveness: { path: "/alive", everySeconds: 11 },
  },
  image: { tag: "5d41402abc4b2a76b9719d911017c592aaf4c613" },
  replicas: { min: 3, max: 13 },
  resources: { requests: { cpu: "251m", memory: "513Mi" }, limits: { memory: "1025Mi" } },
};

const FULL = {
  ...VALUES,
  name: "full",
  callers: ["bare"],
  platform: { ...PLATFORM, traces: { host: "traces.example.org", port: 4319, namespace: "sample-traces" } },
};

/** Values of the chart of a service, by what the service is; together they take each way through its templates. */
export const SERVICES = {
  "a service that uses everything": FULL,
  "the same before its first release": { ...FULL, image: { tag: NO_RELEASE } },
  "a service that uses nothing, where it stands by and nothing is measured": {
    ...VALUES,
    name: "bare",
    namespace: "core-services",
    callers: [],
    platform: { ...PLATFORM, standsBy: true, unmonitored: true },
  },
};

const ROOT = {
  repositoryUrl: "https://git.example.org/sample.git",
  revision: "sample-branch",
  environments: {
    first: { sync: "automated", slackChannel: "first-channel" },
    second: { sync: "promoted", slackChannel: "second-channel" },
    third: { sync: "manual", slackChannel: "third-channel" },
  },
  namespaces: ["core-services", "microservices"],
};

/** Values of the root Application's chart, by how it delivers. */
export const APPS = {
  "an environment that syncs by itself": { ...ROOT, environment: "first" },
  "an environment that is promoted to": { ...ROOT, environment: "second" },
  "an environment that is synced by hand, where it stands by": {
    ...ROOT,
    environment: "third",
    contract: "third-recovery",
  },
};

/** Freezes that the root Application's chart is given. */
export const FREEZES = `- { environments: [third], from: "2027-01-18", until: "2027-01-29", reason: exams }
`;
