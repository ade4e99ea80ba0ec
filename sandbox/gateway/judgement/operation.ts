import type { AwsRequest } from "../request";
import type { Operation, ServiceModel } from "./service-models";

/** The operation that a request is for, and the values in its path by the names of the members that they are. */
export interface FoundOperation {
  /** The name by which AWS documents it; CloudFront's model has the version of the API in its own. */
  readonly name: string;
  readonly operation: Operation;
  readonly labels: Readonly<Record<string, string>>;
}

/** An operation of a REST protocol as its requests are told. */
interface RestOperation {
  readonly name: string;
  readonly operation: Operation;
  readonly path: RegExp;
  readonly labels: readonly string[];
  /** Names in the query string that a request must have, with the value where it is fixed. */
  readonly query: readonly (readonly [name: string, value: string | undefined])[];
}

/** S3 tells a copy from an upload by a header alone. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
const COPY_SOURCE = "x-amz-copy-source";
const COPIES = ["CopyObject", "UploadPartCopy"];

const restOperations = new WeakMap<ServiceModel, readonly RestOperation[]>();

/** Finds the operation of a request; undefined if the model has none that it could be. */
export function findOperation(model: ServiceModel, request: AwsRequest): FoundOperation | undefined {
  if (request.protocol === "json" || request.protocol === "query") {
    const operation = model.operations[request.action];
    return operation === undefined ? undefined : { name: request.action, operation, labels: {} };
  }
  const candidates = operationsOfRest(model).filter(({ operation }) => operation.http.method === request.method);
  // An SDK says by `x-id` which of the operations with one path it means.
  const meant = request.query.get("x-id");
  for (const candidate of candidates) {
    if (meant !== null && model.operations[meant] !== undefined && candidate.name !== meant) continue;
    const match = candidate.path.exec(request.path);
    if (match === null || !hasQuery(candidate, request)) continue;
    if (COPIES.includes(candidate.name) && request.headers[COPY_SOURCE] === undefined) continue;
    const labels = candidate.labels.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? "")]);
    return { ...candidate, labels: Object.fromEntries(labels) };
  }
  return undefined;
}

/** The operations, those that ask for more first: where two would match, it is the one that says more. */
function operationsOfRest(model: ServiceModel): readonly RestOperation[] {
  const known = restOperations.get(model);
  if (known !== undefined) return known;
  const operations = Object.entries(model.operations).map(restOperation).sort(bySpecificity);
  restOperations.set(model, operations);
  return operations;
}

function restOperation([name, operation]: [string, Operation]): RestOperation {
  const [path = "", query = ""] = operation.http.requestUri.split("?");
  const labels: string[] = [];
  const pattern = path.replace(/\/$/, "").replace(/\{([^}+]+)(\+?)\}|[.*+?^$()|[\]\\]/g, (text, label, greedy) => {
    if (label === undefined) return `\\${text}`;
    labels.push(label);
    return greedy === "+" ? "(.+)" : "([^/]+)";
  });
  const wanted = [...new URLSearchParams(query)].map(([key, value]) => [key, value || undefined] as const);
  return {
    name,
    operation,
    path: new RegExp(`^${pattern}/?$`),
    labels,
    query: wanted.filter(([key]) => key !== "x-id"),
  };
}

function bySpecificity(one: RestOperation, other: RestOperation): number {
  const deprecated = (it: RestOperation) => (it.operation.deprecated === true ? 1 : 0);
  return (
    deprecated(one) - deprecated(other) ||
    other.query.length - one.query.length ||
    one.labels.length - other.labels.length ||
    other.operation.http.requestUri.length - one.operation.http.requestUri.length
  );
}

function hasQuery({ query }: RestOperation, request: AwsRequest): boolean {
  return query.every(([name, value]) =>
    value === undefined ? request.query.has(name) : request.query.get(name) === value,
  );
}
