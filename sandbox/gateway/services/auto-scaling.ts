import { type JsonObject, objectAt, objectsAt, stringAt } from "../json";
import { queryAnswer } from "../responses";
import { type Context, correctXml, type Service } from "../service";
import { elementAt, elementsAt, textAt } from "../xml";
import { clusters } from "./eks/model";

/**
 * Auto Scaling groups of EKS's node groups: moto's are without instances, so their sizes are those that EKS knows. The
 * Cluster Autoscaler sets one, and EKS follows.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetDesiredCapacity.html
 */
export const autoScaling: Service = {
  name: "autoscaling",
  operations: {
    DescribeAutoScalingGroups: correctXml((document, { action }, context) => {
      const groups = elementAt(document, `${action}Response`, `${action}Result`, "AutoScalingGroups");
      for (const group of elementsAt(groups, "member")) {
        const size = sizeOf(textAt(group, "AutoScalingGroupName"), context);
        if (size === undefined) continue;
        group.MinSize = String(size.minSize);
        group.DesiredCapacity = String(size.desiredSize);
      }
    }),

    SetDesiredCapacity: (request, context) => {
      const size = sizeOf(request.form.AutoScalingGroupName, context);
      if (size === undefined) return context.passOn(request);
      size.desiredSize = Number(request.form.DesiredCapacity);
      return queryAnswer(request.action, "");
    },
  },
};

/** The sizes of the node group whose Auto Scaling group has this name. */
function sizeOf(name: string | undefined, context: Context): JsonObject | undefined {
  const groups = [...context.remembered(clusters).values()].flatMap(({ nodeGroups }) => [...nodeGroups.values()]);
  const group = groups.find(({ description }) =>
    objectsAt(objectAt(description, "resources") ?? {}, "autoScalingGroups").some(
      (each) => stringAt(each, "name") === name,
    ),
  );
  return group && objectAt(group.description, "scalingConfig");
}
