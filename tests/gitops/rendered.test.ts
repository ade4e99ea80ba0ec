import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dev } from "../../environments/dev";
import { prod } from "../../environments/prod";
import { renderedProblems } from "../../gitops/checks/rendered";
import { parseContract } from "../../scripts/contract/contract-file";
import { PROJECT } from "../../scripts/synth";
import { temporaryFolder } from "../sandbox/support";

const SERVICE = "services/courses.yaml";
const APPLICATIONS = "apps/templates/services.yaml";
const PROJECTS = "apps/templates/projects.yaml";
const chart = (file: string) => `charts/lms-service/templates/${file}.yaml`;

type Change = readonly [file: string, was: string | RegExp, is: string];

/** The problems of courses in a copy of the tree with these mistakes in it. */
function found(changes: readonly Change[], environment: Parameters<typeof renderedProblems>[1] = dev): string[] {
  const project = temporaryFolder();
  cpSync(join(PROJECT, "gitops"), join(project, "gitops"), { recursive: true });
  for (const [file, was, is] of changes) {
    const path = join(project, "gitops", file);
    const text = readFileSync(path, "utf8");
    expect([file, was, text.replace(was, is) !== text]).toEqual([file, was, true]);
    writeFileSync(path, text.replace(was, is));
  }
  return renderedProblems(project, environment, ["courses"]);
}

/** Each without what all of a group have in common. */
const told = (problems: readonly string[], before: string, after: string) =>
  problems.map((problem) => {
    expect([problem.slice(0, before.length), problem.slice(-after.length)]).toEqual([before, after]);
    return problem.slice(before.length, -after.length);
  });

const ofService = (changes: readonly Change[]) =>
  told(found(changes), "dev/courses: ", "; correct the chart or its values");

const ofApps = (changes: readonly Change[], environment = dev as Parameters<typeof renderedProblems>[1]) =>
  told(found(changes, environment), `gitops/apps, ${environment.name}: `, "; correct its templates or values");

test("a tree as it should be has no problem", () => {
  expect(found([])).toEqual([]);
});

test("values that Helm reads otherwise are problems", () => {
  const changes: Change[] = [
    [SERVICE, /withinSeconds: \d+/, "withinSeconds: 0120"],
    [SERVICE, /everySeconds: \d+/, "everySeconds: 010"],
    [SERVICE, "nodes: general", "nodes: on"],
    [SERVICE, "path: /livez", "path: NO"],
  ];
  expect(told(found(changes), `gitops/${SERVICE}: `, '; write it such as 120, true or "on"')).toEqual([
    'nodes must be read alike everywhere, got "on", which Helm reads as true',
    "probes.startup.withinSeconds must be read alike everywhere, got 120, which Helm reads as 80",
    "probes.readiness.everySeconds must be read alike everywhere, got 10, which Helm reads as 8",
    'probes.liveness.path must be read alike everywhere, got "NO", which Helm reads as false',
  ]);
});

test("what Helm refuses is told in its words", () => {
  expect(found([[APPLICATIONS, "{{- $automated", "{{- automated"]])).toEqual([
    'gitops/apps: must be rendered by Helm, got parse error at (lms-apps/templates/services.yaml:5): function "automated" not defined; correct the chart or its values',
  ]);
});

test("an unknown field and a wrong type are problems, of the root Application's objects too", () => {
  expect(ofApps([[APPLICATIONS, "revisionHistoryLimit: 10", "historyLimit: 10"]])).toEqual([
    "ApplicationSet services: spec.template.spec.historyLimit: must be a known key; choose from project, source, sources, destination, syncPolicy, ignoreDifferences, info, revisionHistoryLimit",
  ]);
  const short = ofService([
    [chart("deployment"), "priorityClassName:", "priorityClass:"],
    [chart("deployment"), "weight: 100", "weight: '100'"],
    [PROJECTS, "    - { group: policy, kind: PodDisruptionBudget }\n", ""],
  ]).map((problem) => problem.replace(/; choose from.*/, ""));
  const pod = "Deployment courses: spec.template.spec";
  expect(short.sort()).toEqual([
    `${pod}.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: must be number, got "100"`,
    `${pod}.priorityClass: must be a known key`,
    'dev-courses: its project microservices must allow PodDisruptionBudget of "policy", got no such entry',
  ]);
});

test("Applications and projects are held to their environment, namespace, chart and repository", () => {
  const only = { server: "https://kubernetes.default.svc", namespace: "microservices" };
  expect(
    ofApps([
      [APPLICATIONS, "/gitops/environments/{{ .environment }}/", "/gitops/environments/prod/"],
      [APPLICATIONS, "gitops/charts/lms-service", "gitops/charts/service"],
      [APPLICATIONS, 'namespace: {{ `"{{ .namespace }}"` }}', "namespace: default"],
      [PROJECTS, /sourceRepos: .*/, 'sourceRepos: ["*"]'],
      [PROJECTS, "clusterResourceWhitelist: []", 'clusterResourceWhitelist: [{ group: "*", kind: Namespace }]'],
    ]),
  ).toEqual([
    ...["core-services", "microservices"].flatMap((name) => [
      `AppProject ${name}: sourceRepos must be ["${dev.addons.gitops.repositoryUrl}"], got ["*"]`,
      `AppProject ${name}: clusterResourceWhitelist must be [], got [{"group":"*","kind":"Namespace"}]`,
    ]),
    'Application dev-courses: valueFiles must be ["/gitops/platform/dev.yaml","/gitops/services/courses.yaml","/gitops/environments/dev/courses.yaml"], got ["/gitops/platform/dev.yaml","/gitops/services/courses.yaml","/gitops/environments/prod/courses.yaml"]',
    "Application dev-courses: gitops/charts/service/Chart.yaml must exist, got no file",
    `Application dev-courses: destination must be ${JSON.stringify(only)}, got ${JSON.stringify({ ...only, namespace: "default" })}`,
  ]);
  expect(
    ofApps(
      [
        [APPLICATIONS, "{{- if $automated }}", "{{- if true }}"],
        [APPLICATIONS, 'project: {{ `"{{ .namespace }}"` }}', "project: default"],
      ],
      prod,
    ),
  ).toEqual([
    "Application prod-courses: project must be one of core-services, microservices, got default",
    'Application prod-courses: syncPolicy.automated must be nothing, got {"prune":true,"selfHeal":true}',
  ]);
});

test("pods are held to the level restricted, to the registry, and to releases and zones without a gap", () => {
  expect(
    ofService([
      [chart("deployment"), "runAsNonRoot: true", "runAsNonRoot: false"],
      [chart("deployment"), "runAsUser: 10001", "runAsUser: 0"],
      [chart("deployment"), "seccompProfile: { type: RuntimeDefault }", "seccompProfile: { type: Unconfined }"],
      [chart("deployment"), "automountServiceAccountToken: false", "automountServiceAccountToken: true"],
      [chart("deployment"), "enableServiceLinks: false", "hostNetwork: true"],
      [chart("deployment"), "emptyDir: { sizeLimit: 1Gi }", "hostPath: { path: /tmp }"],
      [chart("deployment"), "maxUnavailable: 0", "maxUnavailable: 1"],
      [chart("deployment"), "topologyKey: topology.kubernetes.io/zone", "topologyKey: example.com/rack"],
      [chart("deployment"), /image: .*/, "image: nginx:latest"],
      [chart("deployment"), "allowPrivilegeEscalation: false", "privileged: true"],
      [chart("deployment"), "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false"],
      [chart("deployment"), "drop: [ALL]", "drop: [NET_RAW]"],
      [
        chart("deployment"),
        "{{- toYaml .Values.resources | nindent 12 }}",
        "{ requests: { cpu: '2', memory: 1Gi }, limits: { cpu: 500m } }",
      ],
      [chart("deployment"), "timeoutSeconds: 5", "timeoutSeconds: 60"],
      [chart("pod-disruption-budget"), "maxUnavailable: 1", "minAvailable: 100%"],
      [chart("service"), "type: ClusterIP", "type: LoadBalancer"],
    ]),
  ).toEqual([
    expect.stringMatching(/^Deployment: image must be "\d{12}\.dkr\.ecr\..*\/lms\/courses:1{40}", got "nginx:latest"$/),
    "Deployment: hostNetwork, hostPID and hostIPC must be off, got [true,false,false]",
    "Deployment: runAsNonRoot must be true, got false",
    "Deployment: runAsUser must be no root, got 0",
    'Deployment: seccompProfile must be RuntimeDefault, got "Unconfined"',
    "Deployment: automountServiceAccountToken must be false, got true",
    'Deployment: volumes must be of configMap, csi, downwardAPI, emptyDir, ephemeral, persistentVolumeClaim, projected, secret, got ["hostPath","secret"]',
    'Deployment: strategy must take no pod away before its successor is ready, got {"type":"RollingUpdate","rollingUpdate":{"maxSurge":"25%","maxUnavailable":1}}',
    'Deployment: topologySpreadConstraints must spread over zones and nodes, got ["example.com/rack","kubernetes.io/hostname"]',
    'PodDisruptionBudget: must let one pod go at a time, by maxUnavailable: 1, got {"minAvailable":"100%","unhealthyPodEvictionPolicy":"AlwaysAllow"}',
    'Service: type must be ClusterIP, for entrances are the platform\'s, got "LoadBalancer"',
    'Deployment: container courses: image must be one of a commit in the registry, got "nginx:latest"',
    "Deployment: container courses: privileged must be off, got true",
    "Deployment: container courses: allowPrivilegeEscalation must be false, got nothing",
    "Deployment: container courses: readOnlyRootFilesystem must be true, got false",
    'Deployment: container courses: capabilities must all be dropped, got {"drop":["NET_RAW"]}',
    'Deployment: container courses: resources must have requests of cpu and memory and a limit of memory, got {"requests":{"cpu":"2","memory":"1Gi"},"limits":{"cpu":"500m"}}',
    'Deployment: container courses: the limit of cpu must not be below the request, got ["2","500m"]',
    "Deployment: container courses: livenessProbe must end before it begins again, got [60,10]",
  ]);
});

const { services, networks } = parseContract(readFileSync(join(PROJECT, "gitops/platform/dev.yaml"), "utf8"));

test("objects are held to each other and to the contract", () => {
  expect(
    ofService([
      [chart("deployment"), "revisionHistoryLimit: 5", "replicas: 3"],
      [chart("deployment"), "secretName: {{ .Values.name }}", "secretName: {{ .Values.name }}-secrets"],
      [chart("deployment"), "- { name: scratch, mountPath", "- { name: temporary, mountPath"],
      [
        chart("deployment"),
        "path: {{ $probes.readiness.path }}, port: http",
        "path: {{ $probes.readiness.path }}, port: web",
      ],
      [chart("service"), "targetPort: {{ .Values.platform.port }}", "targetPort: 80"],
      [chart("service"), '{{- include "lms-service.labels" . | nindent 4 }}', "app: none"],
      [chart("target-group-binding"), "targetGroupARN: {{ $own.targetGroup }}", "targetGroupName: courses"],
      [chart("target-group-binding"), "port: {{ .Values.platform.port }}", "port: 80"],
      [chart("autoscaler"), "kind: Deployment\n    name: {{ .Values.name }}", "kind: Deployment\n    name: web"],
      [chart("service-monitor"), "port: metrics", "port: prometheus"],
      [chart("external-secret"), "name: {{ .Values.platform.secretStore }}", "name: vault"],
      [chart("network-policy"), "cidr: {{ $platform.networks.loadBalancer }}", "cidr: 0.0.0.0/0"],
      [chart("network-policy"), "[Ingress, Egress]", "[Ingress]"],
      [chart("network-policy"), "cidr: {{ $platform.networks.data }}", "cidr: 10.0.0.0/8"],
    ]),
  ).toEqual([
    "Deployment: spec.replicas must be the autoscaler's, got 3",
    "Deployment: volumeMounts must be of a volume, got temporary",
    'HorizontalPodAutoscaler: scaleTargetRef must be "Deployment courses", got "Deployment web"',
    'Service: spec.selector must be {"app.kubernetes.io/name":"courses","app.kubernetes.io/part-of":"lms"}, got {"app":"none"}',
    "Service: targetPort must be a port of the pods, got 80",
    "Deployment: readinessProbe must ask a port of the pods, got web",
    `TargetGroupBinding: targetGroupARN must be "${services.courses?.targetGroup}", got nothing`,
    "TargetGroupBinding: serviceRef.port must be 8080, got 80",
    "ServiceMonitor: port must be one of the Service, got prometheus",
    'NetworkPolicy: policyTypes must be ["Egress","Ingress"], got ["Ingress"]',
    `NetworkPolicy: ways in must have ${networks.loadBalancer} at TCP 8080, got none`,
    "NetworkPolicy: ways in must be those of the contract and its callers, got 0.0.0.0/0 at TCP 8080, too",
    `NetworkPolicy: ways out must have ${networks.data} at TCP 5432, got none`,
    `NetworkPolicy: ways out must have ${networks.data} at TCP 6379, got none`,
    "NetworkPolicy: ways out must be those of the contract and its callers, got 10.0.0.0/8 at TCP 5432, too",
    "NetworkPolicy: ways out must be those of the contract and its callers, got 10.0.0.0/8 at TCP 6379, too",
    'ExternalSecret: secretStoreRef must be "aws-secrets-manager", got "vault"',
    'Deployment: secrets in volumes must be ["courses"], got ["courses-secrets"]',
  ]);
});

test("a kind that is missing, and an address of another environment, are problems", () => {
  expect(ofService([[chart("target-group-binding"), /[\s\S]*/, ""]])).toEqual([
    "the objects must be one of each of Deployment, ExternalSecret, HorizontalPodAutoscaler, NetworkPolicy, PodDisruptionBudget, Service, ServiceAccount, ServiceMonitor, TargetGroupBinding, got Deployment, ExternalSecret, HorizontalPodAutoscaler, NetworkPolicy, PodDisruptionBudget, Service, ServiceAccount, ServiceMonitor",
  ]);
  expect(
    ofService([[chart("_environment").replace("yaml", "tpl"), "{{ .host }}", "lms-prod.cluster.example.com"]]),
  ).toEqual([
    `Deployment: DATABASE_HOST must be "${services.courses?.database?.host}", got "lms-prod.cluster.example.com"`,
    'Deployment.spec.template.spec.containers.0.env.9.value must be of dev, got one of prod, "lms-prod.cluster.example.com"',
  ]);
});

test("applications are synced as their environment says, and stay where that says so", () => {
  const sync = { prune: true, selfHeal: true };
  expect(
    ofApps(
      [
        [APPLICATIONS, "targetRevision: {{ .Values.revision | quote }}", "targetRevision: HEAD"],
        [APPLICATIONS, "{{- if $automated }}", "{{- if true }}"],
        [APPLICATIONS, "          - ServerSideApply=true\n", ""],
        [APPLICATIONS, "          refresh: true\n", ""],
        [APPLICATIONS, "jsonPointers: [/spec/replicas]", "jsonPointers: [/spec/template]"],
        [APPLICATIONS, 'ternary "create-update" "sync" $kept', 'ternary "sync" "sync" $kept'],
        [APPLICATIONS, "preserveResourcesOnDeletion: {{ $kept }}", "preserveResourcesOnDeletion: false"],
        [PROJECTS, "- { group: apps, kind: Deployment }", '- { group: "*", kind: "*" }'],
      ],
      prod,
    ),
  ).toEqual([
    ...["core-services", "microservices"].map(
      (name) =>
        `AppProject ${name}: namespaceResourceWhitelist must have only kinds that a service's chart makes, got */*`,
    ),
    'ApplicationSet services: syncPolicy must be {"applicationsSync":"create-update","preserveResourcesOnDeletion":true}, got {"applicationsSync":"sync","preserveResourcesOnDeletion":false}',
    'Application prod-courses: targetRevision must be "main", got "HEAD"',
    `Application prod-courses: syncPolicy.automated must be nothing, got ${JSON.stringify(sync)}`,
    'Application prod-courses: syncPolicy.syncOptions must be ["ServerSideApply=true","PruneLast=true","FailOnSharedResource=true","RespectIgnoreDifferences=true"], got ["PruneLast=true","FailOnSharedResource=true","RespectIgnoreDifferences=true"]',
    "Application prod-courses: syncPolicy.retry.refresh must be true, got nothing",
    'Application prod-courses: ignoreDifferences must be [{"group":"apps","jsonPointers":["/spec/replicas"],"kind":"Deployment"}], got [{"group":"apps","jsonPointers":["/spec/template"],"kind":"Deployment"}]',
  ]);
  expect(ofApps([[APPLICATIONS, "{{- if $automated }}", "{{- if false }}"]])).toEqual([
    `Application dev-courses: syncPolicy.automated must be ${JSON.stringify(sync)}, got nothing`,
  ]);
});

test("a freeze is a window of Argo CD, in which syncs by hand go on", () => {
  const freeze = '- { environments: [dev], from: "2027-01-18", until: "2027-01-29", reason: exams }';
  const window = {
    applications: ["*"],
    duration: "288h",
    kind: "deny",
    manualSync: true,
    schedule: "0 0 18 1 *",
    timeZone: "UTC",
  };
  const frozen: Change = ["apps/freezes.yaml", /\[\]\s*$/, freeze];
  expect(found([frozen])).toEqual([]);
  expect(ofApps([frozen, [PROJECTS, "manualSync: true", "manualSync: false"]])).toEqual(
    ["core-services", "microservices"].map(
      (name) =>
        `AppProject ${name}: syncWindows must be ${JSON.stringify([window])}, got ${JSON.stringify([{ ...window, manualSync: false }])}`,
    ),
  );
});

test("releases end in time, pods that end answer what they have begun, and things are made in their order", () => {
  expect(
    ofService([
      [chart("deployment"), "progressDeadlineSeconds: 720", "progressDeadlineSeconds: 1200"],
      [chart("deployment"), "preStop: { sleep: { seconds: 20 } }", "preStop: { sleep: { seconds: 5 } }"],
      [chart("deployment"), "terminationGracePeriodSeconds: 140", "terminationGracePeriodSeconds: 30"],
      [chart("deployment"), "failureThreshold: 3\n", "failureThreshold: 1\n"],
      [chart("external-secret"), "(list . -1)", "(list . 1)"],
      [chart("autoscaler"), "(list . 1)", "(list . 0)"],
      [chart("autoscaler"), "averageUtilization: 65", "averageUtilization: 100"],
    ]),
  ).toEqual([
    "Deployment: progressDeadlineSeconds must be more than a start may take, 600, and less than a delivery waits, 1200, got 1200",
    "Deployment: preStop must sleep at least 20 seconds, while requests still come, got 5",
    "Deployment: terminationGracePeriodSeconds must be at least the pause before the end and 120 for what was begun, 125, got 30",
    "Deployment: livenessProbe.failureThreshold must be at least 2, got 1",
    "ExternalSecret: its sync wave must be before that of the pods, 0, got 1",
    "HorizontalPodAutoscaler: its sync wave must be after that of the pods, 0, got 0",
    'HorizontalPodAutoscaler: metrics must add pods before 90 % of what they ask for are used, got [{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":100}}}]',
  ]);
});

test("secrets are files that stay and are renewed, and no way is open that nobody needs", () => {
  expect(
    ofService([
      [
        chart("_environment").replace("yaml", "tpl"),
        "- { name: PORT,",
        "- { name: API_TOKEN, value: x }\n- { name: PORT,",
      ],
      [chart("external-secret"), "deletionPolicy: Retain", "deletionPolicy: Delete"],
      [chart("external-secret"), "refreshInterval: 1h", "refreshInterval: '0'"],
      [chart("service"), "type: ClusterIP", "type: ClusterIP\n  externalIPs: [192.0.2.1]"],
      [chart("network-policy"), "  egress:\n", "  egress:\n    - {}\n"],
      [chart("network-policy"), "port: 443,", "port: 25,"],
      [chart("network-policy"), "cidr: 169.254.170.23/32", "cidr: 169.254.169.254/32"],
      [chart("network-policy"), "app.kubernetes.io/name: prometheus", "app.kubernetes.io/name: grafana"],
    ]),
  ).toEqual([
    "NetworkPolicy: ways in must have prometheus in monitoring at TCP 9464, got none",
    "NetworkPolicy: ways in must be those of the contract and its callers, got grafana in monitoring at TCP 9464, too",
    "NetworkPolicy: ways out must have 169.254.170.23/32 at TCP 80, got none",
    "NetworkPolicy: ways out must have 0.0.0.0/0 at TCP 443, got none",
    "NetworkPolicy: ways out must be those of the contract and its callers, got 0.0.0.0/0 at TCP 25, too",
    "NetworkPolicy: ways out must be those of the contract and its callers, got 169.254.169.254/32 at TCP 80, too",
    "NetworkPolicy: ways out must be those of the contract and its callers, got anyone at any port, too",
    "Deployment: env must hold no secret, which is a file in SECRETS_FOLDER, got API_TOKEN",
    "ExternalSecret: deletionPolicy must be Retain, so that pods keep what the store loses, got Delete",
    "ExternalSecret: refreshInterval must be 1h, got 0",
    'Service: externalIPs must be none, got ["192.0.2.1"]',
  ]);
});
