import { requiredString, stringAt, stringMapAt, stringsAt } from "../json";
import type { AwsRequest } from "../request";
import { AwsError, jsonAnswer } from "../responses";
import { type Context, correctJson, type Service } from "../service";
import { Kind } from "../store";

const targetTags = new Kind<Map<string, string>>("tags of a scalable target, by its ARN");

/**
 * Application Auto Scaling: moto has no tags of scalable targets.
 * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TagResource.html
 */
export const applicationAutoScaling: Service = {
  name: "application-autoscaling",
  operations: {
    RegisterScalableTarget: correctJson((answer, { parameters }, context) => {
      const arn = stringAt(answer, "ScalableTargetARN");
      if (arn === undefined) return;
      const tags = context.remembered(targetTags);
      // A change of a target names no tags; those that it was made with stay.
      if (!tags.has(arn)) tags.set(arn, new Map(Object.entries(stringMapAt(parameters, "Tags"))));
    }),

    ListTagsForResource: (request, context) => jsonAnswer({ Tags: Object.fromEntries(tagsOf(request, context)) }),

    TagResource: (request, context) => {
      const tags = tagsOf(request, context);
      for (const [key, value] of Object.entries(stringMapAt(request.parameters, "Tags"))) tags.set(key, value);
      return jsonAnswer({});
    },

    UntagResource: (request, context) => {
      const tags = tagsOf(request, context);
      for (const key of stringsAt(request.parameters, "TagKeys")) tags.delete(key);
      return jsonAnswer({});
    },
  },
};

function tagsOf({ parameters }: AwsRequest, context: Context): Map<string, string> {
  const arn = requiredString(parameters, "ResourceARN", "ValidationException");
  const tags = context.remembered(targetTags).get(arn);
  if (tags === undefined) throw new AwsError("ResourceNotFoundException", `no scalable target ${arn}`);
  return tags;
}
