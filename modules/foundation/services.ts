import type { BucketPurpose } from "./names";
import type { StoreUse } from "./store-uses";

/**
 * Service of the LMS: where it runs, which requests it takes, and the AWS resources that it may use. Its role can do this
 * and nothing else.
 */
export interface LmsService {
  /** Priority of its rule of the load balancer, 3 to 50,000. Fixed: two rules cannot swap theirs in one deployment. */
  readonly priority: number;
  readonly paths: ServicePaths;
  /** `learner`: learners wait for it in lessons and exams, so its requests are traced more often. */
  readonly traced: "learner" | "other";
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

/** Paths below `/api/<service>` that the firewall treats in a way of their own; those of `web` may lie anywhere else. */
export interface ServicePaths {
  /** Large bodies that may hold markup and code of any kind: files, essays, lessons, messages. */
  readonly uploads: readonly `/${string}`[];
  /** Signed assertions of identity providers and LTI platforms, base64: bodies over 8 KB, queries over 2 KB. */
  readonly assertions: readonly `/${string}`[];
  /** Passwords and tokens, tried with a lower rate limit. */
  readonly logins: readonly `/${string}`[];
}

/** Prefix of a bucket; `read-write` includes deleting. */
export interface BucketAccess {
  readonly purpose: BucketPurpose;
  readonly prefix: `${string}/`;
  readonly access: "read" | "read-write";
}

/** Queue by the names of its owner and of itself. */
export interface QueueAccess {
  readonly service: string;
  readonly queue: string;
  readonly access: "send" | "consume";
}

const NO_PATHS = { uploads: [], assertions: [], logins: [] } as const;

const SEND_NOTIFICATIONS = { service: "notifications", queue: "outbound", access: "send" } as const;
const SEND_EVENTS = { service: "analytics", queue: "learning-events", access: "send" } as const;

/**
 * Services of the LMS by name, which is also that of the image repository and the last part of the role's name. Routes,
 * firewall, roles, secrets, queues, target groups, repositories and tracing follow this table.
 */
export const LMS_SERVICES = {
  web: {
    priority: 1000,
    // Where Moodle, Open edX and Canvas take what people write and hand in, and how people get in. Leave out what is not run.
    paths: {
      uploads: [
        "/mod",
        "/course",
        "/question",
        "/lib/ajax",
        "/lib/editor",
        "/repository",
        "/message",
        "/webservice",
        "/h5p",
        "/xapi",
        "/xblock",
        "/courses",
        "/assets",
        "/api/v1",
        "/files",
      ],
      assertions: ["/auth", "/enrol/lti", "/lti", "/login/saml", "/login/oauth2"],
      logins: ["/login", "/oauth2", "/api/user", "/password_reset"],
    },
    traced: "other",
    namespace: "core-services",
    serviceAccount: "web",
    buckets: [],
    secrets: ["session"],
    redis: ["sessions", "cache"],
    queues: [],
  },
  identity: {
    priority: 100,
    paths: {
      uploads: [],
      assertions: ["/api/identity/saml", "/api/identity/lti", "/api/identity/oidc"],
      logins: ["/api/identity/login", "/api/identity/password-reset", "/api/identity/token"],
    },
    traced: "other",
    namespace: "core-services",
    serviceAccount: "identity",
    buckets: [],
    secrets: ["database", "signing-keys", "identity-providers"],
    redis: ["sessions"],
    queues: [SEND_NOTIFICATIONS, SEND_EVENTS],
  },
  courses: {
    priority: 110,
    paths: {
      ...NO_PATHS,
      // SCORM and Common Cartridge packages, and lessons from an editor that sends HTML.
      uploads: ["/api/courses/packages", "/api/courses/lessons"],
    },
    traced: "learner",
    namespace: "microservices",
    serviceAccount: "courses",
    buckets: [
      { purpose: "static-assets", prefix: "courses/", access: "read-write" },
      // Course packages, unpacked.
      { purpose: "media", prefix: "packages/", access: "read-write" },
      { purpose: "media", prefix: "transcoded/", access: "read" },
    ],
    secrets: ["database", "cloudfront-signing-key"],
    redis: ["cache"],
    queues: [SEND_EVENTS],
  },
  enrolments: {
    priority: 120,
    // Lists of learners.
    paths: { ...NO_PATHS, uploads: ["/api/enrolments/imports"] },
    traced: "learner",
    namespace: "microservices",
    serviceAccount: "enrolments",
    buckets: [],
    secrets: ["database", "payment-provider"],
    redis: ["cache"],
    queues: [SEND_NOTIFICATIONS, SEND_EVENTS],
  },
  assessments: {
    priority: 130,
    paths: {
      ...NO_PATHS,
      uploads: ["/api/assessments/submissions", "/api/assessments/attempts", "/api/assessments/questions"],
    },
    traced: "learner",
    namespace: "microservices",
    serviceAccount: "assessments",
    buckets: [{ purpose: "media", prefix: "submissions/", access: "read-write" }],
    secrets: ["database"],
    redis: ["cache"],
    queues: [SEND_NOTIFICATIONS, SEND_EVENTS],
  },
  media: {
    priority: 140,
    paths: { ...NO_PATHS, uploads: ["/api/media/uploads"] },
    traced: "learner",
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
    priority: 150,
    paths: { ...NO_PATHS, uploads: ["/api/notifications/messages"] },
    traced: "other",
    namespace: "microservices",
    serviceAccount: "notifications",
    buckets: [],
    secrets: ["database", "mail-provider", "push-provider"],
    redis: [],
    queues: [{ service: "notifications", queue: "outbound", access: "consume" }],
  },
  analytics: {
    priority: 160,
    // Statements of xAPI: answers and comments in batches.
    paths: { ...NO_PATHS, uploads: ["/api/analytics/xapi"] },
    traced: "other",
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
