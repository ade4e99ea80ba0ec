import { AwsError } from "../responses";
import { type Context, correctXml, type Service } from "../service";
import { Kind } from "../store";
import { elementAt, elementsAt, textAt } from "../xml";

const pending = new Kind<true>("subscription that waits for its addressee, by ARN");

/**
 * SNS: for moto every subscription is confirmed at once. Here one by e-mail waits for a click that never comes, and can,
 * as in AWS, not be deleted until then; it goes with its topic.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
 */
export const sns: Service = {
  name: "sns",
  operations: {
    Subscribe: correctXml((document, { form }, context) => {
      if (form.Protocol !== "email" && form.Protocol !== "email-json") return;
      const arn = textAt(elementAt(document, "SubscribeResponse", "SubscribeResult"), "SubscriptionArn");
      if (arn !== undefined) context.remembered(pending).set(arn, true);
    }),

    GetSubscriptionAttributes: correctXml((document, { form }, context) => {
      if (!isPending(form.SubscriptionArn, context)) return;
      const attributes = elementAt(document, "GetSubscriptionAttributesResponse", "GetSubscriptionAttributesResult");
      for (const entry of elementsAt(elementAt(attributes, "Attributes"), "entry")) {
        if (textAt(entry, "key") === "PendingConfirmation") entry.value = "true";
        if (textAt(entry, "key") === "ConfirmationWasAuthenticated") entry.value = "false";
      }
    }),

    Unsubscribe: (request, context) => {
      if (!isPending(request.form.SubscriptionArn, context)) return context.passOn(request);
      throw new AwsError(
        "InvalidParameter",
        // The provider knows this by its words, and takes the subscription for deleted.
        "Invalid parameter: Cannot unsubscribe a subscription that is pending confirmation",
      );
    },
  },
};

function isPending(arn: string | undefined, context: Context): boolean {
  return arn !== undefined && context.remembered(pending).has(arn);
}
