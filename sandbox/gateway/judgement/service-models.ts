import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Json } from "../json";
import { entry } from "../store";

/** A type in a service's model. @see https://smithy.io/2.0/spec/model.html */
export interface Shape {
  readonly type: string;
  /** Members of a structure by name. */
  readonly members?: Readonly<Record<string, Member>>;
  /** Names of the members that a structure must have. */
  readonly required?: readonly string[];
  /** The member that is the whole body of a REST request. */
  readonly payload?: string;
  /** Element of a list. */
  readonly member?: Member;
  /** Key and value of a map. */
  readonly key?: Member;
  readonly value?: Member;
  readonly flattened?: boolean;
  readonly enum?: readonly string[];
  /** Bounds of a number, of the length of a text, or of the size of a list or map. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
}

/** The use of a shape in another one: where it is in a request, and under what name. */
export interface Member {
  readonly shape: string;
  readonly location?: "uri" | "querystring" | "header" | "headers" | "statusCode";
  readonly locationName?: string;
  readonly queryName?: string;
  readonly flattened?: boolean;
  readonly xmlAttribute?: boolean;
}

/** An operation of a service. */
export interface Operation {
  readonly name: string;
  readonly http: { readonly method: string; readonly requestUri: string };
  readonly input?: { readonly shape: string };
  readonly deprecated?: boolean;
}

/** AWS's own model of a service: its operations, and what their parameters may be. */
export interface ServiceModel {
  readonly operations: Readonly<Record<string, Operation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** Folders of models that are not called as the service signs its requests. */
const FOLDERS: Readonly<Record<string, string>> = {
  monitoring: "cloudwatch",
  elasticloadbalancing: "elbv2",
  servicequotas: "service-quotas",
  states: "stepfunctions",
  tagging: "resourcegroupstaggingapi",
};

/**
 * The models of all services as botocore, on which moto is built, has them in its folder `data`: a folder for each
 * service, in it one for each version of its API. A model is read when its service is first asked for.
 */
export class ServiceModels {
  readonly #models = new Map<string, ServiceModel | undefined>();

  constructor(private readonly folder: string) {}

  /** The newest model of the service with that signing name; undefined if there is none. */
  of(service: string): ServiceModel | undefined {
    return entry(this.#models, service, () => this.read(FOLDERS[service] ?? service));
  }

  private read(service: string): ServiceModel | undefined {
    const folder = join(this.folder, service);
    if (!existsSync(folder)) return undefined;
    const version = readdirSync(folder).sort().at(-1) ?? "";
    const text = gunzipSync(readFileSync(join(folder, version, "service-2.json.gz"))).toString();
    return JSON.parse(text) as ServiceModel;
  }
}

/** The shape that a member has. */
export function shapeOf({ shapes }: ServiceModel, { shape }: Member | { readonly shape: string }): Shape {
  return shapes[shape] ?? { type: "unknown" };
}

/** The value of a text for a shape that is neither structure, list nor map; the text itself where it is none. */
export function scalar({ type }: Shape, text: string): Json {
  if (type === "boolean" && /^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  const isNumber = ["integer", "long", "float", "double"].includes(type) && text.trim() !== "";
  return isNumber && !Number.isNaN(Number(text)) ? Number(text) : text;
}
