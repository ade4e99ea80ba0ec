import { type AwsRequest, formList, formRecords } from "../request";
import { type Answer, AwsError, queryAnswer } from "../responses";
import type { Context, Handler, Service } from "../service";
import { Kind } from "../store";
import { buildXml, elementAt, elementsAt, textAt, type XmlElement } from "../xml";

/** An alarm over other alarms. */
interface CompositeAlarm {
  readonly name: string;
  readonly arn: string;
  readonly tags: Map<string, string>;
  /** As it was put last. */
  readonly settings: XmlElement;
}

const compositeAlarms = new Kind<CompositeAlarm>("CloudWatch composite alarm, by name");

/** Alarms that a composite one may ask for their state. */
const MAX_CHILDREN = 100;

/** The settings that are one text each. */
const TEXTS = [
  "AlarmRule",
  "AlarmDescription",
  "ActionsSuppressor",
  "ActionsSuppressorWaitPeriod",
  "ActionsSuppressorExtensionPeriod",
];
/** The settings that are a list of ARNs. */
const ACTIONS = ["AlarmActions", "OKActions", "InsufficientDataActions"];

/**
 * CloudWatch: moto has no composite alarms. All that is about metric alarms goes to it.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export const cloudwatch: Service = {
  name: "monitoring",
  operations: {
    PutCompositeAlarm: async (request, context) => {
      const { action, form, region } = request;
      const { AlarmName: name = "", AlarmRule: rule = "", ActionsSuppressor: suppressor } = form;
      const children = new Set(alarmsIn(rule));
      if (children.size > MAX_CHILDREN) {
        const message = `AlarmRule must not contain more than ${MAX_CHILDREN} alarms, got ${children.size}`;
        throw new AwsError("ValidationError", message);
      }
      await mustExist([...children, ...(suppressor === undefined ? [] : [suppressor])], context);
      const known = all(context).get(name);
      const tags = known?.tags ?? new Map(tagPairs(request));
      // Its ARNs do not have the name that requests are signed with.
      const arn = `arn:aws:cloudwatch:${region}:${context.account}:alarm:${name}`;
      all(context).set(name, { name, arn, tags, settings: settingsOf(request) });
      return queryAnswer(action, "");
    },

    DescribeAlarms: (request, context) => {
      // Without types it is metric alarms alone that AWS answers with.
      if (!formList(request.form, "AlarmTypes.member.").includes("CompositeAlarm")) return context.passOn(request);
      const names = formList(request.form, "AlarmNames.member.");
      const shown = [...all(context).values()].filter(({ name }) => names.length === 0 || names.includes(name));
      return queryAnswer(request.action, buildXml({ CompositeAlarms: { member: shown.map(fieldsOf) } }));
    },

    // Nothing happens here that an alarm would have a history of.
    DescribeAlarmHistory: ({ action }) => queryAnswer(action, buildXml({ AlarmHistoryItems: {} })),

    DeleteAlarms: (request, context) => {
      const own = ownNames(request, context);
      if (own.length > 1) throw new AwsError("ValidationError", "Composite alarms must be deleted one at a time");
      mustBeUnused(formList(request.form, "AlarmNames.member."), context);
      for (const name of own) all(context).delete(name);
      return own.length > 0 ? queryAnswer(request.action, "") : context.passOn(request);
    },

    EnableAlarmActions: setActions("true"),
    DisableAlarmActions: setActions("false"),

    ListTagsForResource: ofOwn(({ tags }, { action }) => {
      const member = [...tags].map(([Key, Value]) => ({ Key, Value }));
      return queryAnswer(action, buildXml({ Tags: { member } }));
    }),
    TagResource: ofOwn(({ tags }, request) => {
      for (const [key, value] of tagPairs(request)) tags.set(key, value);
      return queryAnswer(request.action, "");
    }),
    UntagResource: ofOwn(({ tags }, { action, form }) => {
      for (const key of formList(form, "TagKeys.member.")) tags.delete(key);
      return queryAnswer(action, "");
    }),
  },
};

/** The tags of composite alarms by ARN. */
export function taggedAlarms(context: Context): ReadonlyMap<string, ReadonlyMap<string, string>> {
  return new Map([...all(context).values()].map(({ arn, tags }) => [arn, tags]));
}

function all(context: Context): Map<string, CompositeAlarm> {
  return context.remembered(compositeAlarms);
}

/** The names of the alarms that a rule asks for the state of, with or without quotes. */
function alarmsIn(rule: string): string[] {
  return [...rule.matchAll(/\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*"?([^")]+?)"?\s*\)/g)].map(([, name = ""]) => name);
}

/** AWS refuses a rule about an alarm that is not there. A metric alarm may be: moto has those. */
async function mustExist(names: readonly string[], context: Context): Promise<void> {
  const foreign = [...new Set(names)].filter((name) => !all(context).has(name));
  const query = Object.fromEntries(foreign.map((name, index) => [`AlarmNames.member.${index + 1}`, name]));
  const found =
    foreign.length === 0 ? {} : await context.callQuery("monitoring", { Action: "DescribeAlarms", ...query });
  const alarms = elementAt(found, "DescribeAlarmsResponse", "DescribeAlarmsResult", "MetricAlarms");
  const there = elementsAt(alarms, "member").map((alarm) => textAt(alarm, "AlarmName"));
  const missing = foreign.find((name) => !there.includes(name));
  if (missing !== undefined)
    throw new AwsError("ValidationError", `Could not save the composite alarm: ${missing} does not exist`);
}

/**
 * AWS refuses to delete alarms that a composite one depends on.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html
 */
function mustBeUnused(names: readonly string[], context: Context): void {
  const others = [...all(context).values()].filter(({ name }) => !names.includes(name));
  const asked = others.flatMap(({ settings }) => alarmsIn(String(settings.AlarmRule)));
  const children = names.filter((name) => asked.includes(name));
  if (children.length === 0) return;
  const them = children.length === 1 ? "it" : "them";
  const message = `Cannot delete ${children.join(",")} as there are composite alarm(s) depending on ${them}.`;
  throw new AwsError("ValidationError", message);
}

function settingsOf({ form }: AwsRequest): XmlElement {
  const texts = TEXTS.flatMap((field) => (form[field] === undefined ? [] : [[field, form[field]] as const]));
  const actions = ACTIONS.map((field) => [field, { member: formList(form, `${field}.member.`) }] as const);
  return {
    ...Object.fromEntries(texts),
    ...Object.fromEntries(actions),
    ActionsEnabled: form.ActionsEnabled ?? "true",
  };
}

function fieldsOf({ name, arn, settings }: CompositeAlarm): XmlElement {
  return { AlarmName: name, AlarmArn: arn, StateValue: "OK", ...settings };
}

/** The names of a request that are of composite alarms. */
function ownNames({ form }: AwsRequest, context: Context): string[] {
  return formList(form, "AlarmNames.member.").filter((name) => all(context).has(name));
}

function setActions(enabled: "true" | "false"): Handler {
  return (request, context) => {
    const own = ownNames(request, context);
    for (const name of own) {
      const alarm = all(context).get(name);
      if (alarm !== undefined) alarm.settings.ActionsEnabled = enabled;
    }
    return own.length > 0 ? queryAnswer(request.action, "") : context.passOn(request);
  };
}

/** Answers what is about the tags of a composite alarm; those of everything else moto has. */
function ofOwn(handler: (alarm: CompositeAlarm, request: AwsRequest) => Answer): Handler {
  return (request, context) => {
    const alarm = [...all(context).values()].find(({ arn }) => arn === request.form.ResourceARN);
    return alarm === undefined ? context.passOn(request) : handler(alarm, request);
  };
}

function tagPairs({ form }: AwsRequest): [string, string][] {
  return formRecords(form, "Tags.member.").map(({ Key = "", Value = "" }) => [Key, Value]);
}
