import { join } from "node:path";
import { helmTemplate } from "../../gitops/checks/kubernetes/helm";
import type { Manifest } from "../../gitops/checks/kubernetes/schema";
import { PROJECT } from "../../scripts/synth";

/** The chart of a service. */
export const SERVICE_CHART = join(PROJECT, "gitops", "charts", "lms-service");

/** A target group's ARN. */
export const TARGET_GROUP =
  "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/cours-20261123/0123456789abcdef";

/** A commit. */
export const COMMIT = "5d41402abc4b2a76b9719d911017c592aaf4c613";

/** The contract of a platform with two services: one that uses everything, and one that has nothing but its secrets. */
export const PLATFORM = {
  environment: "test",
  region: "us-east-1",
  siteUrl: "https://test.example.com",
  contentUrl: "https://content.test.example.com",
  port: 8080,
  secretStore: "aws-secrets-manager",
  traces: { host: "otel.monitoring.svc.cluster.local", port: 4318, namespace: "monitoring" },
  timeouts: { answerSeconds: 60, keepAliveSeconds: 130 },
  networks: { loadBalancer: "10.9.128.0/19", data: "10.9.160.0/19" },
  services: {
    courses: {
      namespace: "microservices",
      serviceAccount: "courses",
      priorityClass: "lms-standard",
      image: "444444444444.dkr.ecr.us-east-1.amazonaws.com/lms/courses",
      targetGroup: TARGET_GROUP,
      secrets: { database: "lms/test/courses/database", "payment-provider": "lms/test/courses/payment-provider" },
      database: { host: "writer.example.com", readerHost: "reader.example.com", name: "lms", port: 5432, poolSize: 7 },
      redis: { cache: { host: "cache.example.com", port: 6379, user: "lms-test-cache" } },
      buckets: { "static-assets": "lms-test-static-assets-111111111111" },
      queues: { "analytics-learning-events": "https://sqs.us-east-1.amazonaws.com/111111111111/lms-test-events" },
    },
    web: {
      namespace: "core-services",
      serviceAccount: "web",
      priorityClass: "lms-core",
      image: "444444444444.dkr.ecr.us-east-1.amazonaws.com/lms/web",
      targetGroup: TARGET_GROUP,
      secrets: {},
      redis: {},
      buckets: {},
      queues: {},
    },
  },
};

/** Values of the service that uses everything. */
export const COURSES = {
  platform: PLATFORM,
  name: "courses",
  namespace: "microservices",
  serviceAccount: "courses",
  callers: ["web"],
  nodes: "general",
  probes: {
    startup: { path: "/started", withinSeconds: 58 },
    readiness: { path: "/ready", everySeconds: 5 },
    liveness: { path: "/alive", everySeconds: 10 },
  },
  image: { tag: COMMIT },
  replicas: { min: 3, max: 12 },
  resources: { requests: { cpu: "250m", memory: "512Mi" }, limits: { memory: "1Gi" } },
};

/** Values of the service that uses nothing. */
export const WEB = { ...COURSES, name: "web", namespace: "core-services", serviceAccount: "web", callers: [] };

/** The platform with a store that `web` logs in to with a password alone. */
export const WITH_PASSWORD = {
  ...PLATFORM,
  services: {
    ...PLATFORM.services,
    web: {
      ...PLATFORM.services.web,
      redis: { sessions: { host: "sessions.example.com", port: 6379, secret: "lms/test/redis/sessions" } },
    },
  },
};

/** Every object that the chart makes, by its kind; a kind that comes twice is an error. */
export function render(values: Readonly<Record<string, unknown>>): Record<string, Manifest> {
  const manifests = helmTemplate(SERVICE_CHART, values);
  const byKind = Object.fromEntries(manifests.map((manifest) => [manifest.kind, manifest]));
  if (Object.keys(byKind).length < manifests.length) throw new Error("a kind comes twice");
  return byKind;
}
