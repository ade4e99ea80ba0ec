import { describe, expect, it } from "vitest";
import { bucketName, queueName, siteOf } from "../../../modules/foundation/names";
import { LMS_SERVICE_NAMES, LMS_SERVICES, type LmsService } from "../../../modules/foundation/services";
import { POD_IDENTITIES, POD_IDENTITY_NAMES } from "../../../modules/iam/pod-identity-table";

const LONGEST = siteOf({ name: "abcdefghij", account: "333333333333", region: "us-east-1" });
const services: readonly LmsService[] = LMS_SERVICE_NAMES.map((name) => LMS_SERVICES[name]);

describe("the services of the LMS", () => {
  it("are these, and those that are added behind them", () => {
    expect(LMS_SERVICE_NAMES.slice(0, 8)).toEqual([
      "web",
      "identity",
      "courses",
      "enrolments",
      "assessments",
      "media",
      "notifications",
      "analytics",
    ]);
  });

  it("have names that AWS and Kubernetes take in the longest environment", () => {
    for (const { buckets, queues, serviceAccount } of services) {
      expect(serviceAccount).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
      for (const { purpose } of buckets)
        expect(bucketName(LONGEST, purpose)).toMatch(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
      for (const { service, queue } of queues) expect(queueName(LONGEST, service, queue)).toMatch(/^[\w-]{1,80}$/);
    }
  });

  it("have a consumer for every queue, the service that the queue is named after, and only one", () => {
    const consumers = LMS_SERVICE_NAMES.flatMap((name) =>
      (LMS_SERVICES[name] as LmsService).queues
        .filter(({ access }) => access === "consume")
        .map(({ service, queue }) => ({ name, service, queue })),
    );
    expect(consumers.slice(0, 3)).toEqual([
      { name: "media", service: "media", queue: "transcoded" },
      { name: "notifications", service: "notifications", queue: "outbound" },
      { name: "analytics", service: "analytics", queue: "learning-events" },
    ]);
    const consumed = consumers.map(({ service, queue }) => `${service}/${queue}`);
    expect(consumers.filter(({ name, service }) => name !== service)).toEqual([]);
    expect(new Set(consumed).size).toBe(consumed.length);
    const sent = new Set(
      services.flatMap(({ queues }) =>
        queues.filter(({ access }) => access === "send").map(({ service, queue }) => `${service}/${queue}`),
      ),
    );
    expect([...sent].filter((queue) => !consumed.includes(queue))).toEqual([]);
    expect([...sent]).toEqual(expect.arrayContaining(["notifications/outbound", "analytics/learning-events"]));
  });

  it("write to no prefix of another", () => {
    const writers = services.flatMap(({ buckets }) =>
      buckets.filter(({ access }) => access === "read-write").map(({ purpose, prefix }) => `${purpose}/${prefix}`),
    );
    expect(new Set(writers).size).toBe(writers.length);
  });
});

describe("the pod identities", () => {
  it("are one for each service account", () => {
    const accounts = POD_IDENTITY_NAMES.map(
      (name) => `${POD_IDENTITIES[name].namespace}/${POD_IDENTITIES[name].serviceAccount}`,
    );
    expect(new Set(accounts).size).toBe(accounts.length);
    expect(accounts.slice(0, 19)).toEqual([
      "kube-system/aws-load-balancer-controller",
      "kube-system/cluster-autoscaler",
      "kube-system/ebs-csi-controller-sa",
      "security/external-secrets",
      "security/cert-manager",
      "kube-system/external-dns",
      "monitoring/fluent-bit",
      "amazon-cloudwatch/cloudwatch-agent",
      "monitoring/otel-collector",
      "monitoring/alertmanager",
      "monitoring/grafana",
      "core-services/web",
      "core-services/identity",
      "microservices/courses",
      "microservices/enrolments",
      "microservices/assessments",
      "microservices/media",
      "microservices/notifications",
      "microservices/analytics",
    ]);
  });

  it("are known by type", () => {
    const account: "cluster-autoscaler" = POD_IDENTITIES["cluster-autoscaler"].serviceAccount;
    const namespace: "core-services" = POD_IDENTITIES.web.namespace;
    expect([account, namespace]).toEqual(["cluster-autoscaler", "core-services"]);
  });
});
