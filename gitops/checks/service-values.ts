import Ajv, { type ErrorObject } from "ajv";
import {
  LMS_SERVICE_NAMES,
  LMS_SERVICES,
  type LmsService,
  type LmsServiceName,
} from "../../modules/foundation/services";
import { lazily } from "../../scripts/lazily";
import schema from "../charts/lms-service/values.schema.json";

/** Values of the service chart for a service in an environment, as its files have them. */
export type ServiceValues = Readonly<Record<string, unknown>>;

/** The image's tag as long as nothing was released: there are no pods then. */
export const NO_RELEASE = "0".repeat(40);

/** Something that is wrong with a value: its key, from the top, and the rest of the message. */
export interface ValueProblem {
  readonly key: readonly [string, ...string[]];
  readonly text: string;
}

const validator = lazily(() => new Ajv({ allErrors: true, verbose: true }).compile(schema));

/**
 * Checks the values of a service: the chart's schema, which the chart is held to wherever it is rendered, and that it asks
 * for what IAM defines.
 * @returns every problem at once, `[]` when there is none
 */
export function valueProblems(values: ServiceValues): ValueProblem[] {
  const validate = validator();
  const invalid = validate(values) ? [] : (validate.errors ?? []).map(schemaProblem);
  const valid = (key: string) => !invalid.some((problem) => problem.key[0] === key);
  return [
    ...invalid,
    ...(["name", "namespace", "serviceAccount"].every(valid) ? identityProblems(values) : []),
    ...(valid("callers") ? callerProblems(values) : []),
    ...(valid("replicas") ? replicaProblems(values) : []),
    ...(valid("resources") ? resourceProblems(values) : []),
  ];
}

function schemaProblem({ instancePath, keyword, params, parentSchema, data, message }: ErrorObject): ValueProblem {
  const path = instancePath.split("/").slice(1);
  const key = (more: readonly string[] = []) => [...path, ...more] as [string, ...string[]];
  if (keyword === "required") {
    return { key: key([params.missingProperty as string]), text: "must be set, got nothing; add it" };
  }
  if (keyword === "additionalProperties") {
    const known = Object.keys(parentSchema?.properties ?? {}).join(", ");
    return {
      key: key([params.additionalProperty as string]),
      text: `must be a known key, got another; choose from ${known}`,
    };
  }
  const meaning = parentSchema?.description as string | undefined;
  const rule = meaning === undefined ? message : `must be ${meaning}`;
  return { key: key(), text: `${rule}, got ${JSON.stringify(data)}; correct it` };
}

function identityProblems({ name, ...values }: ServiceValues): ValueProblem[] {
  if (!isService(name)) {
    return [
      {
        key: ["name"],
        text:
          `must be a service that IAM defines a role for, got ${JSON.stringify(name)}; add it to LMS_SERVICES, or choose ` +
          `from ${LMS_SERVICE_NAMES.join(", ")}`,
      },
    ];
  }
  const service: LmsService = LMS_SERVICES[name];
  return (["namespace", "serviceAccount"] as const)
    .filter((key) => values[key] !== service[key])
    .map((key) => ({
      key: [key],
      text: `must be ${service[key]}, for which IAM defines the role of ${name}, got ${JSON.stringify(values[key])}; correct it`,
    }));
}

function callerProblems({ name, callers }: ServiceValues): ValueProblem[] {
  const others = LMS_SERVICE_NAMES.filter((service) => service !== name);
  return (callers as string[])
    .filter((caller) => !isService(caller) || caller === name)
    .map((caller) => ({
      key: ["callers"],
      text: `must be other services of the LMS, got ${JSON.stringify(caller)}; choose from ${others.join(", ")}`,
    }));
}

function replicaProblems({ replicas }: ServiceValues): ValueProblem[] {
  const { min, max } = replicas as { min: number; max: number };
  if (max >= min) return [];
  return [{ key: ["replicas", "max"], text: `must be at least replicas.min, ${min}, got ${max}; raise it` }];
}

/** The least that a service starts in, in MiB and in thousandths of a processor: less is a slip of the unit. */
const LEAST = { memory: 32, cpu: 10 };

/** The API refuses a pod that is promised more than it may take. */
function resourceProblems({ resources }: ServiceValues): ValueProblem[] {
  const { requests, limits } = resources as { requests: { cpu: string; memory: string }; limits: { memory: string } };
  const small = [
    ...(mebibytes(requests.memory) < LEAST.memory ? [["memory", `${LEAST.memory}Mi`, requests.memory] as const] : []),
    ...(thousandths(requests.cpu) < LEAST.cpu ? [["cpu", `${LEAST.cpu}m`, requests.cpu] as const] : []),
  ];
  if (small.length > 0) {
    return small.map(([what, least, got]) => ({
      key: ["resources", "requests", what],
      text: `must be at least ${least}, got ${got}; correct the unit, or raise it`,
    }));
  }
  if (mebibytes(requests.memory) <= mebibytes(limits.memory)) return [];
  return [
    {
      key: ["resources", "limits", "memory"],
      text: `must be at least resources.requests.memory, ${requests.memory}, got ${limits.memory}; raise it`,
    },
  ];
}

function mebibytes(memory: string): number {
  return Number.parseInt(memory, 10) * (memory.endsWith("Gi") ? 1024 : 1);
}

function thousandths(cpu: string): number {
  return Number.parseInt(cpu, 10) * (cpu.endsWith("m") ? 1 : 1000);
}

function isService(name: unknown): name is LmsServiceName {
  return typeof name === "string" && Object.hasOwn(LMS_SERVICES, name);
}
