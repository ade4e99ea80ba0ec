import { beforeAll, describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "../../environments";
import { helmLint, helmTemplate } from "../../gitops/checks/kubernetes/helm";
import { type Manifest, validateManifest } from "../../gitops/checks/kubernetes/schema";
import { GitopsTree } from "../../gitops/checks/tree";
import { loginsOf } from "../../modules/elasticache";
import { LMS_SERVICE_NAMES, LMS_SERVICES, type LmsService } from "../../modules/foundation/services";
import { PROJECT } from "../../scripts/synth";
import { root } from "../support/synthesized";
import { COMMIT, COURSES, PLATFORM, render, SERVICE_CHART, TARGET_GROUP, WEB, WITH_PASSWORD } from "./fixture";

const LABELS = { "app.kubernetes.io/name": "courses", "app.kubernetes.io/part-of": "lms" };
const inNamespace = (name: string) => ({ matchLabels: { "kubernetes.io/metadata.name": name } });
const tcp = (port: number) => ({ port, protocol: "TCP" });

let courses: Record<string, Manifest>;
let web: Record<string, Manifest>;

beforeAll(() => {
  courses = render(COURSES);
  web = render(WEB);
});

type Fields = Record<string, unknown>;
/** The specification of the object of a kind. */
function specOf<Spec = Fields>(manifests: Record<string, Manifest>, kind: string): Spec {
  const spec = manifests[kind]?.spec;
  if (spec === undefined) throw new Error(`no ${kind}, only ${Object.keys(manifests).join(", ")}`);
  return spec as Spec;
}
const podOf = (manifests: Record<string, Manifest>) =>
  specOf<{ template: { spec: Fields & { containers: [Fields] } } }>(manifests, "Deployment").template.spec;
const variables = (manifests: Record<string, Manifest>) =>
  Object.fromEntries(
    (podOf(manifests).containers[0].env as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
  );

describe("what a service consists of", () => {
  it("is one object of each kind, in waves: what pods need, the pods, what needs pods", () => {
    const waves = Object.fromEntries(
      Object.values(courses).map(({ kind, metadata }) => [
        kind,
        metadata.annotations?.["argocd.argoproj.io/sync-wave"],
      ]),
    );
    expect(waves).toEqual({
      ServiceAccount: "-1",
      ExternalSecret: "-1",
      NetworkPolicy: "-1",
      Service: "-1",
      TargetGroupBinding: "-1",
      Deployment: "0",
      PodDisruptionBudget: "0",
      HorizontalPodAutoscaler: "1",
      ServiceMonitor: "1",
    });
  });

  it("has no pods, and nothing that needs them, until its first release", () => {
    expect(Object.keys(render({ ...COURSES, image: { tag: "0".repeat(40) } })).sort()).toEqual([
      "ExternalSecret",
      "NetworkPolicy",
      "Service",
      "ServiceAccount",
      "TargetGroupBinding",
    ]);
  });

  it("gives up on a rollout before the pipeline does, which waits for 1200 seconds", () => {
    expect(specOf(courses, "Deployment")).toMatchObject({ progressDeadlineSeconds: 720 });
  });

  it("is named after the service and is in its namespace", () => {
    const named = Object.values(courses).map(({ metadata: { name, namespace, labels } }) => ({
      name,
      namespace,
      labels,
    }));
    expect(named).toEqual(Array(9).fill({ name: "courses", namespace: "microservices", labels: LABELS }));
  });

  it("passes Helm's linter", () => {
    expect(() => helmLint(SERVICE_CHART, COURSES)).not.toThrow();
  });
});

describe("the pods", () => {
  it("run as no one, can write nowhere but to /tmp, and have no rights on the node or in the cluster", () => {
    const { securityContext, automountServiceAccountToken, enableServiceLinks, containers, volumes } = podOf(courses);
    expect(securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      fsGroup: 10001,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect([automountServiceAccountToken, enableServiceLinks]).toEqual([false, false]);
    expect(courses.ServiceAccount?.automountServiceAccountToken).toBe(false);
    expect(volumes).toEqual([
      { name: "scratch", emptyDir: { sizeLimit: "1Gi" } },
      { name: "secrets", secret: { secretName: "courses", defaultMode: 0o440 } },
    ]);
    expect(containers[0].volumeMounts).toEqual([
      { name: "scratch", mountPath: "/tmp" },
      { name: "secrets", mountPath: "/etc/lms/secrets", readOnly: true },
    ]);
  });

  it("run the image of the commit with the service account that IAM knows, and the resources of the environment", () => {
    const { serviceAccountName, priorityClassName, containers } = podOf(courses);
    expect([serviceAccountName, priorityClassName]).toEqual(["courses", "lms-standard"]);
    expect(containers).toHaveLength(1);
    expect(containers[0].image).toBe(`444444444444.dkr.ecr.us-east-1.amazonaws.com/lms/courses:${COMMIT}`);
    expect(containers[0].resources).toEqual(COURSES.resources);
  });

  it("are asked by three probes; a start gets its time in whole periods", () => {
    const [{ startupProbe, readinessProbe, livenessProbe }] = podOf(courses).containers;
    expect(startupProbe).toEqual({
      httpGet: { path: "/started", port: "http" },
      periodSeconds: 5,
      failureThreshold: 12,
    });
    expect(readinessProbe).toEqual({
      httpGet: { path: "/ready", port: "http" },
      periodSeconds: 5,
      timeoutSeconds: 2,
      failureThreshold: 2,
    });
    expect(livenessProbe).toEqual({
      httpGet: { path: "/alive", port: "http" },
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 3,
    });
  });

  it("are spread over the zones for sure and over the nodes if possible, without those of an earlier version", () => {
    const common = { maxSkew: 1, labelSelector: { matchLabels: LABELS }, matchLabelKeys: ["pod-template-hash"] };
    expect(podOf(courses).topologySpreadConstraints).toEqual([
      {
        ...common,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "DoNotSchedule",
        nodeTaintsPolicy: "Honor",
      },
      { ...common, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "ScheduleAnyway" },
    ]);
  });

  it("run on nodes for any work of the LMS, those for their own first", () => {
    const { tolerations, affinity } = podOf(render({ ...COURSES, nodes: "compute" }));
    expect(tolerations).toEqual([{ key: "lms.platform/workload", operator: "Exists", effect: "NoSchedule" }]);
    expect(affinity).toEqual({
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            preference: {
              matchExpressions: [{ key: "lms.platform/node-group", operator: "In", values: ["compute"] }],
            },
          },
        ],
      },
    });
  });

  it("are replaced without a gap, and finish what the load balancer still lets them finish", () => {
    expect(specOf(courses, "Deployment").strategy).toEqual({
      type: "RollingUpdate",
      rollingUpdate: { maxSurge: "25%", maxUnavailable: 0 },
    });
    const { terminationGracePeriodSeconds, containers } = podOf(courses);
    expect(containers[0].lifecycle).toEqual({ preStop: { sleep: { seconds: 20 } } });
    expect(terminationGracePeriodSeconds).toBe(140);
    const delays = Object.values(root("prod-platform").attribute("aws_lb_target_group", "deregistration_delay"));
    expect(new Set(delays)).toEqual(new Set(["120"]));
  });

  it("know the addresses of what the service uses, and of nothing else", () => {
    const always = {
      LMS_ENVIRONMENT: "test",
      LMS_SITE_URL: "https://test.example.com",
      LMS_CONTENT_DOMAIN: "content.test.example.com",
      PORT: "8080",
      REQUEST_SECONDS: "60",
      KEEP_ALIVE_SECONDS: "130",
      AWS_REGION: "us-east-1",
      AWS_S3_US_EAST_1_REGIONAL_ENDPOINT: "regional",
      SERVICE_VERSION: COMMIT,
      OTEL_TRACES_EXPORTER: "otlp",
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://otel.monitoring.svc.cluster.local:4318",
      OTEL_PROPAGATORS: "tracecontext,baggage,xray",
      OTEL_METRICS_EXPORTER: "prometheus",
      OTEL_EXPORTER_PROMETHEUS_HOST: "0.0.0.0",
      OTEL_EXPORTER_PROMETHEUS_PORT: "9464",
      OTEL_LOGS_EXPORTER: "none",
      OTEL_RESOURCE_ATTRIBUTES: `service.namespace=lms,service.version=${COMMIT},deployment.environment.name=test`,
    };
    expect(variables(web)).toEqual({ ...always, OTEL_SERVICE_NAME: "web" });
    expect(variables(courses)).toEqual({
      ...always,
      OTEL_SERVICE_NAME: "courses",
      SECRETS_FOLDER: "/etc/lms/secrets",
      DATABASE_HOST: "writer.example.com",
      DATABASE_READER_HOST: "reader.example.com",
      DATABASE_POOL_SIZE: "7",
      DATABASE_PORT: "5432",
      DATABASE_NAME: "lms",
      REDIS_CACHE_HOST: "cache.example.com",
      REDIS_CACHE_PORT: "6379",
      REDIS_CACHE_USER: "lms-test-cache",
      BUCKET_STATIC_ASSETS: "lms-test-static-assets-111111111111",
      QUEUE_ANALYTICS_LEARNING_EVENTS: "https://sqs.us-east-1.amazonaws.com/111111111111/lms-test-events",
    });
  });

  it("sends traces nowhere and asks for no scrapes where the platform has no one to take them", () => {
    const { traces: _, ...untraced } = PLATFORM;
    const bare = render({ ...COURSES, platform: { ...untraced, unmonitored: true } });
    expect(variables(bare)).toMatchObject({ OTEL_TRACES_EXPORTER: "none" });
    expect(variables(bare)).not.toHaveProperty("OTEL_EXPORTER_OTLP_ENDPOINT");
    expect(JSON.stringify(bare.NetworkPolicy)).not.toContain("4318");
    expect(Object.keys(courses).filter((kind) => !(kind in bare))).toEqual(["ServiceMonitor"]);
  });

  it("are none where they stand by, until a person raises them", () => {
    const standing = render({ ...COURSES, platform: { ...PLATFORM, standsBy: true } });
    expect(specOf(standing, "Deployment").replicas).toBe(0);
    expect(Object.keys(standing)).toEqual(Object.keys(courses));
  });

  it("number what the autoscaler decides, within the environment's bounds, and go one at a time", () => {
    expect(specOf(courses, "Deployment")).not.toHaveProperty("replicas");
    expect(specOf(courses, "HorizontalPodAutoscaler")).toMatchObject({
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "courses" },
      minReplicas: 3,
      maxReplicas: 12,
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 65 } } },
      ],
    });
    expect(specOf(courses, "PodDisruptionBudget")).toEqual({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
      selector: { matchLabels: LABELS },
    });
  });
});

describe("the secrets", () => {
  it("come from the platform's store, one key each, and stay when the source is missing for a moment", () => {
    expect(specOf(courses, "ExternalSecret")).toEqual({
      refreshInterval: "1h",
      secretStoreRef: { kind: "ClusterSecretStore", name: "aws-secrets-manager" },
      target: { name: "courses", creationPolicy: "Owner", deletionPolicy: "Retain" },
      data: [
        { secretKey: "database", remoteRef: { key: "lms/test/courses/database" } },
        { secretKey: "payment-provider", remoteRef: { key: "lms/test/courses/payment-provider" } },
      ],
    });
  });

  it("are none where the service has none", () => {
    expect(web).not.toHaveProperty("ExternalSecret");
    expect(podOf(web).volumes).toEqual([{ name: "scratch", emptyDir: { sizeLimit: "1Gi" } }]);
  });
});

describe("a store that is logged in to with a password", () => {
  const own = () => render({ ...WEB, platform: WITH_PASSWORD });

  it("gives the pods a file with user and password, of the secret that is rotated", () => {
    const pods = own();
    expect(specOf<{ data: unknown }>(pods, "ExternalSecret").data).toEqual([
      { secretKey: "redis-sessions", remoteRef: { key: "lms/test/redis/sessions" } },
    ]);
    expect(variables(pods)).toMatchObject({
      SECRETS_FOLDER: "/etc/lms/secrets",
      REDIS_SESSIONS_HOST: "sessions.example.com",
      REDIS_SESSIONS_LOGIN_FILE: "/etc/lms/secrets/redis-sessions",
    });
    expect(variables(pods)).not.toHaveProperty("REDIS_SESSIONS_USER");
    expect(podOf(pods).containers[0].volumeMounts).toEqual([
      { name: "scratch", mountPath: "/tmp" },
      { name: "secrets", mountPath: "/etc/lms/secrets", readOnly: true },
    ]);
  });

  it("must be logged in to in some way", () => {
    const sessions = { host: "sessions.example.com", port: 6379 };
    const services = { ...PLATFORM.services, web: { ...PLATFORM.services.web, redis: { sessions } } };
    expect(() => render({ ...WEB, platform: { ...PLATFORM, services } })).toThrow(/redis\/sessions.*(user|secret)/s);
  });
});

describe("the network", () => {
  it("brings requests from the load balancer to the pods by the target group of the service", () => {
    expect(specOf(courses, "TargetGroupBinding")).toEqual({
      targetGroupARN: TARGET_GROUP,
      targetType: "ip",
      serviceRef: { name: "courses", port: 8080 },
    });
    const groups = Object.values(root("prod-platform").resources("aws_lb_target_group"));
    expect(groups).toHaveLength(LMS_SERVICE_NAMES.length);
    for (const group of groups) expect(group).toMatchObject({ target_type: "ip", protocol: "HTTP", port: 8080 });
  });

  it("gives the Service its pods' own port numbers, by which the VPC CNI's policies know it", () => {
    expect(specOf(courses, "Service")).toEqual({
      type: "ClusterIP",
      selector: LABELS,
      ports: [
        { name: "http", port: 8080, targetPort: 8080, protocol: "TCP" },
        { name: "metrics", port: 9464, targetPort: 9464, protocol: "TCP" },
      ],
    });
    expect(podOf(courses).containers[0].ports).toEqual([
      { name: "http", containerPort: 8080, protocol: "TCP" },
      { name: "metrics", containerPort: 9464, protocol: "TCP" },
    ]);
  });

  it("lets in the load balancer, the callers and Prometheus, which alone sees the metrics", () => {
    expect(specOf(courses, "NetworkPolicy")).toMatchObject({
      podSelector: { matchLabels: LABELS },
      policyTypes: ["Ingress", "Egress"],
      ingress: [
        {
          from: [
            { ipBlock: { cidr: "10.9.128.0/19" } },
            {
              namespaceSelector: inNamespace("core-services"),
              podSelector: { matchLabels: { "app.kubernetes.io/name": "web" } },
            },
          ],
          ports: [tcp(8080)],
        },
        {
          from: [
            {
              namespaceSelector: inNamespace("monitoring"),
              podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } },
            },
          ],
          ports: [tcp(9464)],
        },
      ],
    });
    expect(specOf(courses, "ServiceMonitor")).toEqual({
      selector: { matchLabels: LABELS },
      endpoints: [{ port: "metrics", path: "/metrics", interval: "30s" }],
    });
  });

  const egress = (manifests: Record<string, Manifest>) => specOf(manifests, "NetworkPolicy").egress;
  const TO_ALL_USE = [
    {
      to: [{ namespaceSelector: inNamespace("kube-system"), podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }],
      ports: [{ port: 53, protocol: "UDP" }, tcp(53)],
    },
    { to: [{ ipBlock: { cidr: "169.254.170.23/32" } }], ports: [tcp(80)] },
    { to: [{ namespaceSelector: inNamespace("monitoring") }], ports: [tcp(4318)] },
    {
      to: [{ namespaceSelector: {}, podSelector: { matchLabels: { "app.kubernetes.io/part-of": "lms" } } }],
      ports: [tcp(8080)],
    },
  ];
  const TO_HTTPS = { to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [tcp(443)] };

  it("lets out what each service needs, and to the data tier only what uses it", () => {
    expect(egress(web)).toEqual([...TO_ALL_USE, TO_HTTPS]);
    expect(egress(courses)).toEqual([
      ...TO_ALL_USE,
      { to: [{ ipBlock: { cidr: "10.9.160.0/19" } }], ports: [tcp(5432), tcp(6379)] },
      TO_HTTPS,
    ]);
  });
});

describe("bad values are refused by the chart itself, so also in the cluster", () => {
  const { probes: _probes, ...withoutProbes } = COURSES;
  const { resources: _resources, ...withoutResources } = COURSES;
  it.each([
    ["no probes", withoutProbes, "missing property 'probes'"],
    [
      "a probe without its path",
      { ...COURSES, probes: { ...COURSES.probes, liveness: { everySeconds: 5 } } },
      "'path'",
    ],
    ["no resources", withoutResources, "missing property 'resources'"],
    [
      "no memory limit",
      { ...COURSES, resources: { ...COURSES.resources, limits: {} } },
      "at '/resources/limits': missing property 'memory'",
    ],
    ["the tag latest", { ...COURSES, image: { tag: "latest" } }, "at '/image/tag': 'latest' does not match pattern"],
    ["a tag that is a version", { ...COURSES, image: { tag: "v1.2.3" } }, "at '/image/tag'"],
    [
      "a namespace that is not declared",
      { ...COURSES, namespace: "lms" },
      "at '/namespace': value must be one of 'core-services', 'microservices'",
    ],
    [
      "a declared namespace that is not the one that IAM has",
      { ...COURSES, namespace: "core-services" },
      "courses: namespace must be microservices, for which IAM defines the role, got core-services; correct it",
    ],
    [
      "another service's account",
      { ...COURSES, serviceAccount: "web" },
      "courses: serviceAccount must be courses, for which IAM defines the role, got web; correct it",
    ],
    [
      "a service that IAM does not know",
      { ...COURSES, name: "reports" },
      "reports: must be a service that IAM defines a role for; add it to LMS_SERVICES and run npm run contract",
    ],
    [
      "a caller that is no service",
      { ...COURSES, callers: ["jenkins"] },
      "courses: callers must be services of the LMS, got jenkins; correct it",
    ],
    [
      "bounds that exclude each other",
      { ...COURSES, replicas: { min: 3, max: 2 } },
      "courses: replicas.max must be at least replicas.min, got 2 and 3; raise it",
    ],
    ["an unknown key", { ...COURSES, replicaCount: 3 }, "additional properties 'replicaCount' not allowed"],
    [
      "an unknown key of the contract",
      { ...COURSES, platform: { ...PLATFORM, password: "x" } },
      "additional properties 'password' not allowed",
    ],
  ])("%s", (_what, values, message) => {
    expect(() => helmTemplate(SERVICE_CHART, values)).toThrow(message);
  });
});

/** The Redis stores of an environment. */
function cacheOf(name: string): (typeof ENVIRONMENTS)[number]["cache"] {
  const found = ENVIRONMENTS.find((environment) => environment.name === name);
  if (found === undefined) throw new Error(`no environment ${name}`);
  return found.cache;
}

describe("every service in every environment", () => {
  const tree = new GitopsTree(PROJECT);
  const all = tree.deployments();

  it("is there", () => {
    const names = [...LMS_SERVICE_NAMES].sort();
    expect(all.map(({ environment, service }) => `${environment}/${service}`)).toEqual(
      ENVIRONMENTS.flatMap((environment) => names.map((name) => `${environment.name}/${name}`)),
    );
  });

  it.each(all)("is what the Kubernetes API takes: $environment/$service", (deployment) => {
    // As with its first release, which brings the pods.
    const manifests = render({ ...tree.values(deployment), image: { tag: COMMIT } });
    expect(Object.keys(manifests)).toHaveLength(9);
    expect(Object.values(manifests).flatMap(validateManifest)).toEqual([]);
    const { name, environment } = { name: deployment.service as keyof typeof LMS_SERVICES, ...deployment };
    const { namespace, serviceAccount, secrets, redis }: LmsService = LMS_SERVICES[name];
    const stores = redis.filter((use) => loginsOf(cacheOf(environment), use).includes("password"));
    expect(manifests.ServiceAccount?.metadata).toMatchObject({ namespace, name: serviceAccount });
    const { data } = specOf<{ data: { remoteRef: { key: string } }[] }>(manifests, "ExternalSecret");
    expect(data.map(({ remoteRef }) => remoteRef.key).sort()).toEqual(
      [
        ...secrets.map((secret) => `lms/${environment}/${name}/${secret}`),
        ...stores.map((use) => `lms/${environment}/redis/${use}`),
      ].sort(),
    );
  });
});
