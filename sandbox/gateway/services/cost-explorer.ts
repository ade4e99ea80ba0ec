import { randomUUID } from "node:crypto";
import { type JsonObject, objectAt, requiredString, stringsAt } from "../json";
import { ResourceTags } from "../resource-tags";
import { AwsError, jsonAnswer } from "../responses";
import type { Context, Handler, Service } from "../service";
import { Kind } from "../store";

const monitors = new Kind<JsonObject>("cost anomaly monitor, by ARN");
const subscriptions = new Kind<JsonObject>("cost anomaly subscription, by ARN");
const tags = new ResourceTags({
  arn: "ResourceArn",
  tags: "ResourceTags",
  key: "Key",
  value: "Value",
  keys: "ResourceTagKeys",
});

/** Cost Explorer: moto knows costs and cost categories, but no anomaly detection. */
export const costExplorer: Service = {
  name: "ce",
  operations: {
    ...tags.operations,

    /** @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_AnomalyMonitor.html */
    ...collection(monitors, {
      thing: "AnomalyMonitor",
      arn: "MonitorArn",
      missing: "UnknownMonitorException",
      check: (monitor, others) => {
        // An account has one monitor of all its services; AWS makes it by itself where Cost Explorer is new.
        if (monitor.MonitorType !== "DIMENSIONAL") return;
        if (others.some(({ MonitorDimension }) => MonitorDimension === monitor.MonitorDimension)) {
          throw new AwsError("ValidationException", "Limit exceeded on dimensional spend monitor creation");
        }
      },
      more: () => ({ DimensionalValueCount: 10 }),
    }),

    /** @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_AnomalySubscription.html */
    ...collection(subscriptions, {
      thing: "AnomalySubscription",
      arn: "SubscriptionArn",
      missing: "UnknownSubscriptionException",
      check: ({ Frequency, Subscribers }) => {
        const bySns = JSON.stringify(Subscribers ?? []).includes('"SNS"');
        if ((Frequency === "IMMEDIATE") === bySns) return;
        throw new AwsError("ValidationException", "Immediate alerts go to SNS, daily and weekly ones to e-mail");
      },
      more: ({ account }) => ({ AccountId: account }),
    }),
  },
};

/** What tells the two collections of anomaly detection apart. */
interface Collection {
  /** Name of the thing in requests and operations. */
  readonly thing: "AnomalyMonitor" | "AnomalySubscription";
  readonly arn: string;
  readonly missing: string;
  /** @throws AwsError for what AWS refuses beside those that are there */
  readonly check: (item: JsonObject, others: readonly JsonObject[]) => void;
  /** What AWS adds to an item. */
  readonly more: (context: Context) => JsonObject;
}

function collection(kind: Kind<JsonObject>, { thing, arn: key, missing, check, more }: Collection) {
  const find = (context: Context, arn: string) => {
    const item = context.remembered(kind).get(arn);
    if (item === undefined) throw new AwsError(missing, `there is none with the ARN ${arn}`);
    return item;
  };
  const handlers: Record<string, Handler> = {
    [`Create${thing}`]: ({ parameters }, context) => {
      const item = objectAt(parameters, thing) ?? {};
      check(item, [...context.remembered(kind).values()]);
      const arn = `arn:aws:ce::${context.account}:${thing.toLowerCase()}/${randomUUID()}`;
      context.remembered(kind).set(arn, { ...item, ...more(context), [key]: arn });
      tags.create(context, arn, parameters);
      return jsonAnswer({ [key]: arn });
    },

    [`Get${thing}s`]: ({ parameters }, context) => {
      const wanted = stringsAt(parameters, `${key}List`);
      const items = wanted.length > 0 ? wanted.map((arn) => find(context, arn)) : context.remembered(kind).values();
      return jsonAnswer({ [`${thing}s`]: [...items] });
    },

    [`Update${thing}`]: ({ parameters }, context) => {
      const arn = requiredString(parameters, key);
      Object.assign(find(context, arn), parameters);
      return jsonAnswer({ [key]: arn });
    },

    [`Delete${thing}`]: ({ parameters }, context) => {
      const arn = requiredString(parameters, key);
      find(context, arn);
      context.remembered(kind).delete(arn);
      tags.delete(context, arn);
      return jsonAnswer({});
    },
  };
  return handlers;
}
