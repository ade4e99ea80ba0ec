import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { CUSTOM_RESOURCES } from "./custom-resources";
import { type Shape, shapeProblems } from "./shape";

/** An object as `kubectl apply` takes it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
  readonly [field: string]: unknown;
}

/** The kinds of Kubernetes' own that a manifest may be of, by their API. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  v1: [
    "ConfigMap",
    "LimitRange",
    "Namespace",
    "PersistentVolumeClaim",
    "Pod",
    "ResourceQuota",
    "Secret",
    "Service",
    "ServiceAccount",
  ],
  "admissionregistration.k8s.io/v1": ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
  "apps/v1": ["DaemonSet", "Deployment", "StatefulSet"],
  "autoscaling/v2": ["HorizontalPodAutoscaler"],
  "batch/v1": ["CronJob", "Job"],
  "networking.k8s.io/v1": ["Ingress", "NetworkPolicy"],
  "policy/v1": ["PodDisruptionBudget"],
  "rbac.authorization.k8s.io/v1": ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"],
  "scheduling.k8s.io/v1": ["PriorityClass"],
  "storage.k8s.io/v1": ["StorageClass"],
};

/**
 * What the Kubernetes API would refuse of an object: fields that do not exist, are missing or of the wrong type. The
 * types are of Kubernetes 1.34, and a stable API loses nothing from one minor to the next, so what passes is good for
 * 1.35 and later. Custom resources are held to `CUSTOM_RESOURCES`.
 * @returns one line a problem, `Deployment web: spec.replicas: must be number, got "2"`; `[]` when there is none
 */
export function validateManifest(manifest: object): string[] {
  const { apiVersion = "none", kind = "none", metadata } = manifest as Partial<Manifest>;
  const where = `${kind} ${metadata?.name}`;
  const shape = CUSTOM_RESOURCES[`${apiVersion} ${kind}`] ?? builtIn(apiVersion, kind);
  if (shape === undefined) {
    return [`${where}: must be of a known kind, got ${apiVersion} ${kind}; add it to KINDS or CUSTOM_RESOURCES`];
  }
  const name = metadata?.name === undefined ? [`${where}: metadata.name: must be given`] : [];
  return [...name, ...shapeProblems(manifest, shape).map((problem) => `${where}: ${problem}`)];
}

function builtIn(apiVersion: string, kind: string): Shape | undefined {
  if (!KINDS[apiVersion]?.includes(kind)) return undefined;
  const version = apiVersion.split("/").at(-1) ?? "";
  return modelShape(`${version.toUpperCase()}${kind}`);
}

const MODELS = join(dirname(createRequire(__filename).resolve("@kubernetes/client-node")), "gen/models");
const shapes = new Map<string, Shape>();

/** The shape of a type of the API, read from its declaration. */
function modelShape(model: string): Shape {
  const known = shapes.get(model);
  if (known !== undefined) return known;
  const file = join(MODELS, `${model}.d.ts`);
  if (!existsSync(file)) throw new Error(`no type ${model} in ${MODELS}`);
  // A name that TypeScript reserves is declared with an underscore before it.
  const fields = readFileSync(file, "utf8").matchAll(/^ {4}'_?([^']+)'(\??): (\{[^}]*\}|[^;]+);/gm);
  const shape = Object.fromEntries([...fields].map(([, name, mark, type = ""]) => [`${name}${mark}`, typeShape(type)]));
  shapes.set(model, shape);
  return shape;
}

const SCALARS: Readonly<Record<string, Shape>> = {
  any: "any",
  boolean: "boolean",
  Date: "string",
  IntOrString: "number|string",
  number: "number",
  string: "string",
};

function typeShape(type: string): Shape {
  const list = /^Array<(.+)>$/.exec(type)?.[1];
  if (list !== undefined) return [typeShape(list)];
  const map = /^\{\s*\[key: string\]: ([^;]+);\s*\}$/.exec(type)?.[1];
  if (map !== undefined) return { "*": typeShape(map) };
  return SCALARS[type] ?? (() => modelShape(type));
}
