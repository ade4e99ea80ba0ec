import { type JsonObject, requiredString, stringsAt } from "../json";
import { AwsError, jsonAnswer } from "../responses";
import type { Context, Handler, Service } from "../service";
import { Kind } from "../store";

const pullThroughRules = new Kind<JsonObject>("pull-through cache rule, by repository prefix");
const creationTemplates = new Kind<JsonObject>("repository creation template, by prefix");
const accountSettings = new Kind<string>("account setting of ECR, by name");

/** The settings of an account and their defaults. @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutAccountSetting.html */
const ACCOUNT_SETTINGS: Readonly<Record<string, string>> = {
  BASIC_SCAN_TYPE_VERSION: "AWS_NATIVE",
  REGISTRY_POLICY_SCOPE: "V2",
};

/** ECR: moto lacks pull-through cache rules, repository creation templates and account settings. */
export const ecr: Service = {
  name: "ecr",
  operations: {
    /** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html */
    ...collection(pullThroughRules, {
      operations: {
        create: "CreatePullThroughCacheRule",
        describe: "DescribePullThroughCacheRules",
        update: "UpdatePullThroughCacheRule",
        delete: "DeletePullThroughCacheRule",
      },
      key: "ecrRepositoryPrefix",
      wanted: "ecrRepositoryPrefixes",
      list: "pullThroughCacheRules",
      errors: {
        missing: "PullThroughCacheRuleNotFoundException",
        exists: "PullThroughCacheRuleAlreadyExistsException",
      },
      wrap: (rule) => rule,
    }),

    /** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepositoryCreationTemplate.html */
    ...collection(creationTemplates, {
      operations: {
        create: "CreateRepositoryCreationTemplate",
        describe: "DescribeRepositoryCreationTemplates",
        update: "UpdateRepositoryCreationTemplate",
        delete: "DeleteRepositoryCreationTemplate",
      },
      key: "prefix",
      wanted: "prefixes",
      list: "repositoryCreationTemplates",
      errors: { missing: "TemplateNotFoundException", exists: "TemplateAlreadyExistsException" },
      wrap: (template) => ({ registryId: template.registryId, repositoryCreationTemplate: template }),
    }),

    PutAccountSetting: (request, context) => {
      const name = settingName(request.parameters);
      const value = requiredString(request.parameters, "value");
      context.remembered(accountSettings).set(name, value);
      return jsonAnswer({ name, value });
    },

    GetAccountSetting: (request, context) => {
      const name = settingName(request.parameters);
      return jsonAnswer({ name, value: context.remembered(accountSettings).get(name) ?? ACCOUNT_SETTINGS[name] });
    },
  },
};

/** How ECR names the operations, fields and errors of one kind of thing. */
interface Collection {
  readonly operations: {
    readonly create: string;
    readonly describe: string;
    readonly update: string;
    readonly delete: string;
  };
  /** The field that tells one from another. */
  readonly key: string;
  /** The field of a look-up that names those that are wanted. */
  readonly wanted: string;
  readonly list: string;
  readonly errors: { readonly missing: string; readonly exists: string };
  /** What create, update and delete answer. */
  readonly wrap: (item: JsonObject) => JsonObject;
}

function collection(kind: Kind<JsonObject>, names: Collection): Record<string, Handler> {
  const { operations, key, errors, wrap } = names;
  const find = (context: Context, id: string) => {
    const item = context.remembered(kind).get(id);
    if (item === undefined) throw new AwsError(errors.missing, `There is none with the ${key} ${id} in the registry`);
    return item;
  };
  return {
    [operations.create]: ({ parameters }, context) => {
      const id = requiredString(parameters, key);
      if (context.remembered(kind).has(id)) {
        throw new AwsError(errors.exists, `There is one with the ${key} ${id} in the registry already`);
      }
      const time = Date.now() / 1000;
      const item = { ...parameters, registryId: context.account, createdAt: time, updatedAt: time };
      context.remembered(kind).set(id, item);
      return jsonAnswer(wrap(item));
    },

    [operations.describe]: ({ parameters }, context) => {
      const wanted = stringsAt(parameters, names.wanted);
      const items = wanted.length > 0 ? wanted.map((id) => find(context, id)) : [...context.remembered(kind).values()];
      return jsonAnswer({ registryId: context.account, [names.list]: items });
    },

    [operations.update]: ({ parameters }, context) => {
      const item = find(context, requiredString(parameters, key));
      Object.assign(item, parameters, { updatedAt: Date.now() / 1000 });
      return jsonAnswer(wrap(item));
    },

    [operations.delete]: ({ parameters }, context) => {
      const id = requiredString(parameters, key);
      const item = find(context, id);
      context.remembered(kind).delete(id);
      return jsonAnswer(wrap(item));
    },
  };
}

function settingName(parameters: JsonObject): string {
  const name = requiredString(parameters, "name");
  if (ACCOUNT_SETTINGS[name] !== undefined) return name;
  throw new AwsError(
    "InvalidParameterException",
    `name must be one of ${Object.keys(ACCOUNT_SETTINGS).join(", ")}, got ${name}`,
  );
}
