import type { BucketPurpose } from "./names";
import type { StoreUse } from "./store-uses";

/** A service of the LMS: where it runs and what of AWS it may use. Its role can do this and nothing else. */
export interface LmsService {
  /** `core-services`: nothing works without it; `microservices`: a part of the product. */
  readonly namespace: "core-services" | "microservices";
  /** Kubernetes service account that the role belongs to. */
  readonly serviceAccount: string;
  /** Parts of buckets, each a prefix that ends in `/`. */
  readonly buckets: readonly BucketAccess[];
  /** Secrets under `lms/<environment>/<service>/`. */
  readonly secrets: readonly string[];
  /** Redis stores that it logs in to. */
  readonly redis: readonly StoreUse[];
  /** Queues that it sends to or consumes. A queue belongs to the service that consumes it. */
  readonly queues: readonly QueueAccess[];
}

/** A prefix of a bucket; `read-write` includes deleting. */
export interface BucketAccess {
  readonly purpose: BucketPurpose;
  readonly prefix: `${string}/`;
  readonly access: "read" | "read-write";
}

/** A queue by the names of its owner and of itself. */
export interface QueueAccess {
  readonly service: string;
  readonly queue: string;
  readonly access: "send" | "consume";
}

const SEND_NOTIFICATIONS = { service: "notifications", queue: "outbound", access: "send" } as const;
const SEND_EVENTS = { service: "analytics", queue: "learning-events", access: "send" } as const;

/** The services of the LMS by name; the name is also that of the image repository and the last part of the role's name. */
export const LMS_SERVICES = {
  web: {
    namespace: "core-services",
    serviceAccount: "web",
    buckets: [],
    secrets: ["session"],
    redis: ["sessions", "cache"],
    queues: [],
  },
  identity: {
    namespace: "core-services",
    serviceAccount: "identity",
    buckets: [],
    secrets: ["database", "signing-keys", "identity-providers"],
    redis: ["sessions"],
    queues: [SEND_NOTIFICATIONS, SEND_EVENTS],
  },
  courses: {
    namespace: "microservices",
    serviceAccount: "courses",
    buckets: [
      { purpose: "static-assets", prefix: "courses/", access: "read-write" },
      { purpose: "media", prefix: "transcoded/", access: "read" },
    ],
    secrets: ["database"],
    redis: ["cache"],
    queues: [SEND_EVENTS],
  },
  enrolments: {
    namespace: "microservices",
    serviceAccount: "enrolments",
    buckets: [],
    secrets: ["database", "payment-provider"],
    redis: ["cache"],
    queues: [SEND_NOTIFICATIONS, SEND_EVENTS],
  },
  assessments: {
    namespace: "microservices",
    serviceAccount: "assessments",
    buckets: [{ purpose: "media", prefix: "submissions/", access: "read-write" }],
    secrets: ["database"],
    redis: ["cache"],
    queues: [SEND_NOTIFICATIONS, SEND_EVENTS],
  },
  media: {
    namespace: "microservices",
    serviceAccount: "media",
    buckets: [
      { purpose: "media", prefix: "uploads/", access: "read-write" },
      { purpose: "media", prefix: "transcoded/", access: "read" },
    ],
    secrets: ["database", "cloudfront-signing-key"],
    redis: [],
    queues: [{ service: "media", queue: "transcoded", access: "consume" }, SEND_EVENTS],
  },
  notifications: {
    namespace: "microservices",
    serviceAccount: "notifications",
    buckets: [],
    secrets: ["database", "mail-provider", "push-provider"],
    redis: [],
    queues: [{ service: "notifications", queue: "outbound", access: "consume" }],
  },
  analytics: {
    namespace: "microservices",
    serviceAccount: "analytics",
    buckets: [{ purpose: "media", prefix: "exports/", access: "read-write" }],
    secrets: ["database"],
    redis: [],
    queues: [{ service: "analytics", queue: "learning-events", access: "consume" }],
  },
} as const satisfies Record<string, LmsService>;

/** Name of an LMS service. */
export type LmsServiceName = keyof typeof LMS_SERVICES;

/** The names of all LMS services, in the order of the table. */
export const LMS_SERVICE_NAMES = Object.keys(LMS_SERVICES) as readonly LmsServiceName[];
