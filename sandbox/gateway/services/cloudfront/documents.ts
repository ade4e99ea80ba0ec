import { randomUUID } from "node:crypto";
import type { AwsRequest } from "../../request";
import { type Answer, AwsError, emptyAnswer, xmlAnswer } from "../../responses";
import { type Context, type Route, route } from "../../service";
import type { Kind } from "../../store";

/** The version of CloudFront's API, the beginning of every path. */
export const API = "/2020-05-31";

/** A thing of CloudFront: its configuration comes back as it was put. */
export interface StoredDocument {
  readonly id: string;
  readonly etag: string;
  readonly modified: string;
  /** The element of the configuration as it stood in the request, without a namespace. */
  readonly config: string;
  /** True for what AWS keeps in every account. */
  readonly managed: boolean;
}

/** What tells one kind of document from another. */
export interface Collection {
  /** Below the API's version, such as `cache-policy`. */
  readonly path: string;
  /** Name of the element, such as `CachePolicy`; that of its configuration ends in `Config`. */
  readonly element: string;
  readonly kind: Kind<StoredDocument>;
  /** Documents that are always there. */
  readonly managed?: readonly StoredDocument[];
  /** Error codes of AWS. */
  readonly errors: { readonly missing: string; readonly exists: string; readonly inUse: string };
  /** Whether something else still refers to a document. */
  readonly isUsed: (id: string, context: Context) => boolean;
  /** @throws AwsError for a configuration that AWS would refuse. */
  readonly check?: (config: string, context: Context) => void;
}

/** Create, get, update, delete and list the documents of a collection. */
export function documentRoutes(collection: Collection): Route[] {
  const { path, errors, isUsed, check } = collection;
  const update = (request: AwsRequest, context: Context, { id }: { readonly id: string }): Answer => {
    matchingDocument(collection, request, context, id);
    const config = configOf(collection, request);
    check?.(config, context);
    return answer(collection, keep(collection, context, id, config));
  };
  return [
    route("POST", `${API}/${path}`, (request, context) => {
      const config = configOf(collection, request);
      check?.(config, context);
      const name = textOf(config, "Name");
      if (documents(collection, context).some((other) => textOf(other.config, "Name") === name)) {
        throw new AwsError(errors.exists, `${collection.element} ${name} already exists`, 409);
      }
      return answer(collection, keep(collection, context, randomUUID(), config), 201);
    }),
    route("GET", `${API}/${path}/{id}`, (_request, context, { id }) =>
      answer(collection, findDocument(collection, context, id)),
    ),
    route("PUT", `${API}/${path}/{id}`, update),
    route("PUT", `${API}/${path}/{id}/config`, update),
    route("DELETE", `${API}/${path}/{id}`, (request, context, { id }) => {
      matchingDocument(collection, request, context, id);
      if (isUsed(id, context)) throw new AwsError(errors.inUse, `${collection.element} ${id} is in use`, 409);
      context.remembered(collection.kind).delete(id);
      return emptyAnswer();
    }),
    route("GET", `${API}/${path}`, (request, context) => list(collection, request.query.get("Type"), context)),
  ];
}

/** A document by its id. @throws AwsError if there is none */
export function findDocument(collection: Collection, context: Context, id: string): StoredDocument {
  const found = documents(collection, context).find((document) => document.id === id);
  if (found === undefined) {
    throw new AwsError(collection.errors.missing, `The specified ${collection.element} does not exist: ${id}`, 404);
  }
  return found;
}

/** The element as it stands in the text, with all that is in it and without a namespace; undefined if there is none. */
export function elementOf(text: string, name: string): string | undefined {
  const match = new RegExp(`<${name}(?: [^>]*)?>[\\s\\S]*</${name}>`).exec(text);
  return match?.[0].replace(new RegExp(`^<${name}[^>]*>`), `<${name}>`);
}

/** The content of the first element of that name; empty if there is none. */
export function textOf(text: string, name: string): string {
  return new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`).exec(text)?.[1] ?? "";
}

/** The configuration in a request. @throws AwsError if it has none */
export function requiredElement(request: AwsRequest, name: string): string {
  const element = elementOf(request.body.toString(), name);
  if (element === undefined) throw new AwsError("MalformedXML", `The request has no ${name}`);
  return element;
}

/** @throws AwsError if the request is for another version than the one that there is */
export function requireMatch(request: AwsRequest, etag: string): void {
  if (request.headers["if-match"] === etag) return;
  throw new AwsError("PreconditionFailed", "The If-Match header must hold the current ETag", 412);
}

/** A version of something, as CloudFront names it. */
export function newEtag(): string {
  return `E${randomUUID().replaceAll("-", "").slice(0, 13).toUpperCase()}`;
}

function configOf({ element }: Collection, request: AwsRequest): string {
  return requiredElement(request, `${element}Config`);
}

function documents({ kind, managed = [] }: Collection, context: Context): StoredDocument[] {
  return [...managed, ...context.remembered(kind).values()];
}

/** A document that the request may change. */
function matchingDocument(collection: Collection, request: AwsRequest, context: Context, id: string): void {
  const { managed, etag } = findDocument(collection, context, id);
  if (managed) throw new AwsError("AccessDenied", `${collection.element} ${id} is AWS's own`, 403);
  requireMatch(request, etag);
}

function keep({ kind }: Collection, context: Context, id: string, config: string): StoredDocument {
  const document = { id, etag: newEtag(), modified: new Date().toISOString(), config, managed: false };
  context.remembered(kind).set(id, document);
  return document;
}

function answer(collection: Collection, document: StoredDocument, status = 200): Answer {
  const location = `https://cloudfront.amazonaws.com${API}/${collection.path}/${document.id}`;
  return xmlAnswer(format(collection, document), status, { etag: document.etag, location });
}

function list(collection: Collection, type: string | null, context: Context): Answer {
  const { element } = collection;
  const typeOf = ({ managed }: StoredDocument) => (managed ? "managed" : "custom");
  const listed = documents(collection, context).filter((document) => type === null || typeOf(document) === type);
  const summaries = listed.map(
    (document) =>
      `<${element}Summary><Type>${typeOf(document)}</Type>${format(collection, document)}</${element}Summary>`,
  );
  return xmlAnswer(
    `<${element}List><MaxItems>100</MaxItems><Quantity>${listed.length}</Quantity>` +
      `<Items>${summaries.join("")}</Items></${element}List>`,
  );
}

/** Public keys have the time of their creation, which AWS does not allow to be changed in what matters. */
function format({ element }: Collection, { id, modified, config }: StoredDocument): string {
  const time = element === "PublicKey" ? "CreatedTime" : "LastModifiedTime";
  return `<${element}><Id>${id}</Id><${time}>${modified}</${time}>${config}</${element}>`;
}
