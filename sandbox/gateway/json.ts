import { AwsError } from "./responses";

/** A JSON value as `JSON.parse` gives it. `undefined` appears only where code leaves a field out. */
export type Json = string | number | boolean | null | undefined | readonly Json[] | JsonObject;

/** A JSON object; its fields are read with the `...At` functions, which check the type. */
export interface JsonObject {
  [field: string]: Json;
}

/** True for a JSON object, false for an array, a scalar or nothing. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The JSON object in `text`, undefined if it holds anything else. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The field if it is a string. */
export function stringAt(object: JsonObject, field: string): string | undefined {
  const value = object[field];
  return typeof value === "string" ? value : undefined;
}

/** The field if it is a number. */
export function numberAt(object: JsonObject, field: string): number | undefined {
  const value = object[field];
  return typeof value === "number" ? value : undefined;
}

/** The field if it is an object. */
export function objectAt(object: JsonObject, field: string): JsonObject | undefined {
  const value = object[field];
  return isObject(value) ? value : undefined;
}

/** The objects of an array field; none if the field is missing. */
export function objectsAt(object: JsonObject, field: string): JsonObject[] {
  const value = object[field];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The strings of an array field; none if the field is missing. */
export function stringsAt(object: JsonObject, field: string): string[] {
  const value = object[field];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** The string values of an object field, such as tags; none if the field is missing. */
export function stringMapAt(object: JsonObject, field: string): Record<string, string> {
  const entries = Object.entries(objectAt(object, field) ?? {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** The field, which the request must have as a non-empty string. @throws AwsError with `code` if it is missing. */
export function requiredString(object: JsonObject, field: string, code = "InvalidParameterException"): string {
  const value = stringAt(object, field);
  if (value === undefined || value === "") throw new AwsError(code, `${field} is required`);
  return value;
}

/** The named fields that the object has. */
export function pick(object: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(
    fields.filter((field) => object[field] !== undefined).map((field) => [field, object[field]]),
  );
}
