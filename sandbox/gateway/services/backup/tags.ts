import { stringMapAt, stringsAt } from "../../json";
import { jsonAnswer } from "../../responses";
import { type Context, type Route, route } from "../../service";
import { plans } from "./model";
import { testingPlanWithArn } from "./restore-tests";

/** Tags of plans and of restore testing plans; those of vaults are moto's. @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_TagResource.html */
export const tagRoutes: readonly Route[] = [
  route("GET", "/tags/{arn}", (request, context, { arn }) => {
    const plan = planWithArn(context, arn);
    if (plan !== undefined) return jsonAnswer({ Tags: plan.tags });
    // Moto finds the resource in the last part but one, and the SDKs send no slash at the end.
    const url = `${request.path.replace(/\/$/, "")}/`;
    return context.passOn({ ...request, url, path: url });
  }),

  route("POST", "/tags/{arn}", (request, context, { arn }) => {
    const plan = planWithArn(context, arn);
    if (plan === undefined) return context.passOn(request);
    plan.tags = { ...plan.tags, ...stringMapAt(request.parameters, "Tags") };
    return jsonAnswer({});
  }),

  route("POST", "/untag/{arn}", (request, context, { arn }) => {
    const plan = planWithArn(context, arn);
    if (plan === undefined) return context.passOn(request);
    const removed = stringsAt(request.parameters, "TagKeyList");
    plan.tags = Object.fromEntries(Object.entries(plan.tags).filter(([key]) => !removed.includes(key)));
    return jsonAnswer({});
  }),
];

function planWithArn(context: Context, arn: string): { tags: Readonly<Record<string, string>> } | undefined {
  return [...context.remembered(plans).values()].find((plan) => plan.arn === arn) ?? testingPlanWithArn(context, arn);
}
