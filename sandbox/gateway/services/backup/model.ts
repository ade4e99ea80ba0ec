import { randomUUID } from "node:crypto";
import { type JsonObject, objectAt } from "../../json";
import { AwsError } from "../../responses";
import type { Context } from "../../service";
import { Kind } from "../../store";

/** A backup plan with the selections of what it backs up. */
export interface Plan {
  readonly id: string;
  readonly arn: string;
  readonly createdAt: number;
  version: string;
  /** The plan as it was last given; its rules have ids. */
  document: JsonObject;
  tags: Readonly<Record<string, string>>;
  /** By selection id, as GetBackupSelection answers them. */
  readonly selections: Map<string, JsonObject>;
}

/** The plans of a region, by id. */
export const plans = new Kind<Plan>("backup plan, by id");

/** The plan of that id. @throws AwsError ResourceNotFoundException. */
export function planOf(context: Context, id: string): Plan {
  return found(context.remembered(plans).get(id), "Failed reading Backup plan with provided version");
}

/** The value, if there is one. @throws AwsError ResourceNotFoundException with the message. */
export function found<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new AwsError("ResourceNotFoundException", message);
  return value;
}

/** The code of AWS Backup's error for a parameter that is not given. */
export const MISSING = "MissingParameterValueException";

/** The field, which the request must have as an object. @throws AwsError MissingParameterValueException. */
export function requiredObject(parameters: JsonObject, field: string): JsonObject {
  const value = objectAt(parameters, field);
  if (value === undefined) throw new AwsError(MISSING, `${field} is required`);
  return value;
}

/** A new id. */
export function newId(): string {
  return randomUUID();
}

/** The time as AWS Backup writes it: seconds since 1970. */
export function now(): number {
  return Math.floor(Date.now() / 1000);
}
