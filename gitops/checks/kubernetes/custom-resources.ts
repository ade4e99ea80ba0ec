import type { Shape } from "./shape";

const METADATA: Shape = {
  name: "string",
  "namespace?": "string",
  "labels?": { "*": "string" },
  "annotations?": { "*": "string" },
  "finalizers?": ["string"],
};
const EXPRESSION: Shape = { key: "string", operator: "'In'|'NotIn'|'Exists'|'DoesNotExist'", "values?": ["string"] };
const SELECTOR: Shape = { "matchLabels?": { "*": "string" }, "matchExpressions?": [EXPRESSION] };

/** A kind by its API, with everything but `spec` as all have it. */
function resource(api: string, kind: string, spec: Shape): [string, Shape] {
  return [`${api} ${kind}`, { apiVersion: "string", kind: "string", metadata: METADATA, spec }];
}

// https://external-secrets.io/v2.9.0/api/spec/
const STORE: Shape = {
  provider: { aws: { service: "'SecretsManager'|'ParameterStore'", region: "string", "role?": "string" } },
  "refreshInterval?": "number",
  "retrySettings?": { "maxRetries?": "number", "retryInterval?": "string" },
  "conditions?": [{ "namespaces?": ["string"], "namespaceSelector?": SELECTOR, "namespaceRegexes?": ["string"] }],
};
const EXTERNAL_SECRET: Shape = {
  "refreshPolicy?": "'Periodic'|'OnChange'|'CreatedOnce'",
  "refreshInterval?": "string",
  secretStoreRef: { name: "string", "kind?": "'SecretStore'|'ClusterSecretStore'" },
  "target?": {
    "name?": "string",
    "creationPolicy?": "'Owner'|'Orphan'|'Merge'|'None'",
    "deletionPolicy?": "'Delete'|'Merge'|'Retain'",
    "immutable?": "boolean",
    "template?": {
      "engineVersion?": "'v2'",
      "type?": "string",
      "mergePolicy?": "'Replace'|'Merge'",
      "metadata?": { "labels?": { "*": "string" }, "annotations?": { "*": "string" } },
      "data?": { "*": "string" },
    },
  },
  "data?": [
    {
      secretKey: "string",
      remoteRef: { key: "string", "property?": "string", "version?": "string" },
    },
  ],
  "dataFrom?": [{ "extract?": { key: "string", "property?": "string", "version?": "string" } }],
};

// https://cert-manager.io/docs/reference/api-docs/
const ISSUER: Shape = {
  "selfSigned?": {},
  "ca?": { secretName: "string" },
  "acme?": {
    server: "string",
    "email?": "string",
    privateKeySecretRef: { name: "string" },
    solvers: [
      {
        "selector?": { "dnsZones?": ["string"], "dnsNames?": ["string"], "matchLabels?": { "*": "string" } },
        dns01: { route53: { "region?": "string", "hostedZoneID?": "string", "role?": "string" } },
      },
    ],
  },
};

// https://prometheus-operator.dev/docs/api-reference/api/
const ENDPOINT: Shape = {
  "port?": "string",
  "portNumber?": "number",
  "targetPort?": "number|string",
  "path?": "string",
  "scheme?": "string",
  "interval?": "string",
  "scrapeTimeout?": "string",
  "honorLabels?": "boolean",
  "params?": { "*": ["string"] },
  "metricRelabelings?": ["any"],
  "relabelings?": ["any"],
};
const MONITOR: Shape = {
  "jobLabel?": "string",
  selector: SELECTOR,
  "namespaceSelector?": { "any?": "boolean", "matchNames?": ["string"] },
  "sampleLimit?": "number",
};
const RULE: Shape = {
  "alert?": "string",
  "record?": "string",
  expr: "string|number",
  "for?": "string",
  "keep_firing_for?": "string",
  "labels?": { "*": "string" },
  "annotations?": { "*": "string" },
};

// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/spec/
const TARGET_GROUP_BINDING: Shape = {
  serviceRef: { name: "string", port: "number|string" },
  "targetGroupARN?": "string",
  "targetGroupName?": "string",
  "targetType?": "'instance'|'ip'",
  "vpcID?": "string",
  "ipAddressType?": "'ipv4'|'ipv6'",
  "nodeSelector?": SELECTOR,
  "multiClusterTargetGroup?": "boolean",
  "networking?": {
    ingress: [
      {
        from: [{ "ipBlock?": { cidr: "string" }, "securityGroup?": { groupID: "string" } }],
        ports: [{ "protocol?": "'TCP'|'UDP'", "port?": "number|string" }],
      },
    ],
  },
};

// https://argo-cd.readthedocs.io/en/stable/operator-manual/application.yaml and its neighbours
const SOURCE: Shape = {
  repoURL: "string",
  "targetRevision?": "string",
  "path?": "string",
  "chart?": "string",
  "ref?": "string",
  "name?": "string",
  "helm?": {
    "releaseName?": "string",
    "valueFiles?": ["string"],
    "ignoreMissingValueFiles?": "boolean",
    "values?": "string",
    "valuesObject?": "any",
    "parameters?": [{ name: "string", value: "string", "forceString?": "boolean" }],
    "fileParameters?": [{ name: "string", path: "string" }],
    "skipCrds?": "boolean",
  },
  "directory?": { "recurse?": "boolean", "include?": "string", "exclude?": "string" },
};
const DESTINATION: Shape = { "server?": "string", "name?": "string", "namespace?": "string" };
const APPLICATION: Shape = {
  project: "string",
  "source?": SOURCE,
  "sources?": [SOURCE],
  destination: DESTINATION,
  "syncPolicy?": {
    "automated?": {
      "enabled?": "boolean",
      "prune?": "boolean",
      "selfHeal?": "boolean",
      "allowEmpty?": "boolean",
    },
    "syncOptions?": ["string"],
    "retry?": {
      "limit?": "number",
      "refresh?": "boolean",
      "backoff?": { "duration?": "string", "factor?": "number", "maxDuration?": "string" },
    },
    "managedNamespaceMetadata?": { "labels?": { "*": "string" }, "annotations?": { "*": "string" } },
  },
  "ignoreDifferences?": [
    {
      "group?": "string",
      kind: "string",
      "name?": "string",
      "namespace?": "string",
      "jsonPointers?": ["string"],
      "jqPathExpressions?": ["string"],
      "managedFieldsManagers?": ["string"],
    },
  ],
  "info?": [{ name: "string", value: "string" }],
  "revisionHistoryLimit?": "number",
};
const GROUP_KIND: Shape = { group: "string", kind: "string" };
const PROJECT: Shape = {
  "description?": "string",
  "sourceRepos?": ["string"],
  "sourceNamespaces?": ["string"],
  "destinations?": [DESTINATION],
  "clusterResourceWhitelist?": [GROUP_KIND],
  "clusterResourceBlacklist?": [GROUP_KIND],
  "namespaceResourceWhitelist?": [GROUP_KIND],
  "namespaceResourceBlacklist?": [GROUP_KIND],
  "orphanedResources?": { "warn?": "boolean" },
  "roles?": [{ name: "string", "description?": "string", "policies?": ["string"], "groups?": ["string"] }],
  "syncWindows?": [
    {
      kind: "'allow'|'deny'",
      schedule: "string",
      duration: "string",
      "timeZone?": "string",
      "manualSync?": "boolean",
      "applications?": ["string"],
      "namespaces?": ["string"],
      "clusters?": ["string"],
      "description?": "string",
    },
  ],
};
// Generators nest and templates hold parameters in any field, so only their outline is fixed.
const APPLICATION_SET: Shape = {
  "goTemplate?": "boolean",
  "goTemplateOptions?": ["string"],
  generators: [{ "list?": "any", "matrix?": "any", "merge?": "any", "git?": "any", "clusters?": "any" }],
  template: {
    metadata: {
      "name?": "string",
      "namespace?": "string",
      "labels?": { "*": "string" },
      "annotations?": { "*": "string" },
      "finalizers?": ["string"],
    },
    spec: APPLICATION,
  },
  "templatePatch?": "string",
  "syncPolicy?": {
    "preserveResourcesOnDeletion?": "boolean",
    "applicationsSync?": "'create-only'|'create-update'|'create-delete'|'sync'",
  },
  "strategy?": { type: "'AllAtOnce'|'RollingSync'", "rollingSync?": { steps: ["any"] }, "deletionOrder?": "string" },
  "preservedFields?": { "annotations?": ["string"], "labels?": ["string"] },
  "ignoreApplicationDifferences?": ["any"],
};

/** The custom resources that a manifest may be of, `<API> <kind>`, and what of their fields the platform uses. */
export const CUSTOM_RESOURCES: Readonly<Record<string, Shape>> = Object.fromEntries([
  resource("external-secrets.io/v1", "ClusterSecretStore", STORE),
  resource("external-secrets.io/v1", "ExternalSecret", EXTERNAL_SECRET),
  resource("cert-manager.io/v1", "ClusterIssuer", ISSUER),
  resource("monitoring.coreos.com/v1", "PodMonitor", { ...MONITOR, podMetricsEndpoints: [ENDPOINT] }),
  resource("monitoring.coreos.com/v1", "ServiceMonitor", { ...MONITOR, endpoints: [ENDPOINT] }),
  resource("monitoring.coreos.com/v1", "PrometheusRule", {
    groups: [{ name: "string", "interval?": "string", rules: [RULE] }],
  }),
  resource("elbv2.k8s.aws/v1beta1", "TargetGroupBinding", TARGET_GROUP_BINDING),
  resource("argoproj.io/v1alpha1", "Application", APPLICATION),
  resource("argoproj.io/v1alpha1", "ApplicationSet", APPLICATION_SET),
  resource("argoproj.io/v1alpha1", "AppProject", PROJECT),
]);
