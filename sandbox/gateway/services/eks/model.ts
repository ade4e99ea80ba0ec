import { randomBytes } from "node:crypto";
import type { JsonObject } from "../../json";
import { AwsError } from "../../responses";
import type { Context } from "../../service";
import { Kind } from "../../store";

/** Something that EKS describes and tags. */
export interface Resource {
  readonly arn: string;
  /** What EKS answers when it describes the resource; its field `tags` is an object. */
  readonly description: JsonObject;
}

/** An access entry and the access policies that are associated with it, by policy ARN. */
export interface AccessEntry extends Resource {
  readonly policies: Map<string, JsonObject>;
}

/** A cluster and all that goes with it when it is deleted. */
export interface Cluster extends Resource {
  readonly nodeGroups: Map<string, Resource>;
  readonly addons: Map<string, Resource>;
  /** By principal ARN. */
  readonly accessEntries: Map<string, AccessEntry>;
  /** By association id. */
  readonly podIdentityAssociations: Map<string, Resource>;
  readonly identityProviders: Map<string, Resource>;
  /** By update id. */
  readonly updates: Map<string, JsonObject>;
}

/** Where the API of a cluster really is. */
export interface Address {
  readonly endpoint: string;
  /** The certificate of its authority, in base64. */
  readonly certificate: string;
}

/** The addresses of clusters of a region that have an API, by the clusters' names; others have one that leads nowhere. */
export const addresses = new Kind<Address>("address of an EKS cluster, by its name");

/** The clusters of a region, by name. */
export const clusters = new Kind<Cluster>("EKS cluster, by name");

/** The cluster of that name. @throws AwsError ResourceNotFoundException. */
export function clusterOf(context: Context, name: string): Cluster {
  return found(context.remembered(clusters).get(name), `No cluster found for name: ${name}.`);
}

/** The value, if there is one. @throws AwsError ResourceNotFoundException with the message. */
export function found<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new AwsError("ResourceNotFoundException", message, 404);
  return value;
}

/** @throws AwsError ResourceInUseException with the message. */
export function inUse(message: string): never {
  throw new AwsError("ResourceInUseException", message, 409);
}

/** @throws AwsError InvalidParameterException with the message. */
export function invalid(message: string): never {
  throw new AwsError("InvalidParameterException", message, 400);
}

/** @throws AwsError InvalidRequestException with the message: the parameters are right, the state of the cluster is not. */
export function refused(message: string): never {
  throw new AwsError("InvalidRequestException", message, 400);
}

/**
 * An update that is over, since the emulator has nothing to wait for; kept with its cluster.
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_Update.html
 */
export function finishUpdate(cluster: Cluster, type: string): JsonObject {
  const update = { id: uuid(), status: "Successful", type, params: [], createdAt: now(), errors: [] };
  cluster.updates.set(update.id, update);
  return { update };
}

/** The time as EKS writes it: seconds since 1970. */
export function now(): number {
  return Math.floor(Date.now() / 1000);
}

/** A random number of so many hexadecimal digits. */
export function hex(digits: number): string {
  return randomBytes(digits).toString("hex").slice(0, digits);
}

/** A random UUID as EKS writes it. */
export function uuid(): string {
  return [8, 4, 4, 4, 12].map(hex).join("-");
}
