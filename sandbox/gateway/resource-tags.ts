import { type JsonObject, objectsAt, requiredString, stringAt, stringsAt } from "./json";
import type { AwsRequest } from "./request";
import { type Answer, jsonAnswer } from "./responses";
import type { Context, Handler } from "./service";
import { Kind } from "./store";

/** How a service of the JSON protocols spells tags, which each does in its own way. */
export interface TagSpelling {
  /** The field of a request that names the resource. */
  readonly arn: string;
  /** The list of tags in requests and answers. */
  readonly tags: string;
  readonly key: string;
  readonly value: string;
  /** The list of keys to remove. */
  readonly keys: string;
}

const tagged = new Kind<Map<string, string>>("tags of a resource that moto does not have, by its ARN");

/** What carries tags that a service keeps with `ResourceTags`: the tags by ARN. */
export function taggedResources(context: Context): ReadonlyMap<string, ReadonlyMap<string, string>> {
  return context.remembered(tagged);
}

/** The tag operations of a service for what moto does not have; moto answers for ARNs that are not known here. */
export class ResourceTags {
  constructor(private readonly spelling: TagSpelling) {}

  /** Keeps the tags that a new resource is made with. */
  create(context: Context, arn: string, request: JsonObject): void {
    context.remembered(tagged).set(arn, new Map(this.pairs(request)));
  }

  delete(context: Context, arn: string): void {
    context.remembered(tagged).delete(arn);
  }

  /** The tags as the service shows them; none for an ARN that is not known. */
  shown(context: Context, arn: string): JsonObject[] {
    const { key, value } = this.spelling;
    const tags = context.remembered(tagged).get(arn) ?? [];
    return [...tags].map(([name, text]) => ({ [key]: name, [value]: text }));
  }

  readonly list: Handler = this.ofKnown((_tags, request, context) => {
    const shown = this.shown(context, requiredString(request.parameters, this.spelling.arn));
    return jsonAnswer({ [this.spelling.tags]: shown });
  });

  readonly add: Handler = this.ofKnown((tags, { parameters }) => {
    for (const [name, text] of this.pairs(parameters)) tags.set(name, text);
    return jsonAnswer({});
  });

  readonly remove: Handler = this.ofKnown((tags, { parameters }) => {
    for (const name of stringsAt(parameters, this.spelling.keys)) tags.delete(name);
    return jsonAnswer({});
  });

  /** The three operations by their names in the JSON protocol. */
  get operations(): Readonly<Record<string, Handler>> {
    return { ListTagsForResource: this.list, TagResource: this.add, UntagResource: this.remove };
  }

  private ofKnown(handle: (tags: Map<string, string>, request: AwsRequest, context: Context) => Answer): Handler {
    return (request, context) => {
      const arn = requiredString(request.parameters, this.spelling.arn);
      const tags = context.remembered(tagged).get(arn);
      return tags === undefined ? context.passOn(request) : handle(tags, request, context);
    };
  }

  private pairs(request: JsonObject): [string, string][] {
    const { tags, key, value } = this.spelling;
    return objectsAt(request, tags).map((tag) => [requiredString(tag, key), stringAt(tag, value) ?? ""]);
  }
}
