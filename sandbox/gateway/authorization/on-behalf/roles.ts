import { arnOf, type Need } from "../table";
import { Untold } from "../untold";
import { type OnBehalf, useKey } from "./row";

/** A service takes the role that it is handed while it is being handed over, and refuses one whose trust leaves it out. */
function takeRole(by: string, role: string | undefined, refused: NonNullable<Need["refused"]>, context = {}): Need[] {
  return role === undefined ? [] : [{ action: "sts:AssumeRole", resource: role, by, refused, context }];
}

/** What services try with the roles that they are handed, and what they make for the caller elsewhere. */
export const ROLES_AT_WORK: readonly OnBehalf[] = [
  {
    of: ["eks CreateCluster"],
    needs: (call) => {
      const role = call.required("roleArn");
      const message = `Role with arn: ${role}, could not be assumed because it does not exist or the trusted entity is not correct`;
      return takeRole("eks.amazonaws.com", role, { code: "InvalidParameterException", message });
    },
    source: "https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html",
  },
  {
    // A target tracking policy makes its alarms.
    of: ["application-autoscaling PutScalingPolicy"],
    needs: (call) => [
      {
        action: "cloudwatch:PutMetricAlarm",
        resource: arnOf(call, "alarm:TargetTracking-*", { service: "cloudwatch" }),
        via: "application-autoscaling",
      },
    ],
    source: "https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_id-based-policy-examples.html",
  },
  {
    of: ["ec2 CreateVpcEndpoint"],
    needs: (call) =>
      call.isTrue("PrivateDnsEnabled")
        ? [{ action: "route53:AssociateVPCWithHostedZone", resource: "arn:aws:route53:::hostedzone/*", via: "ec2" }]
        : [],
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html",
  },
  {
    of: ["lambda CreateFunction", "lambda UpdateFunctionConfiguration"],
    needs: (call) => {
      const message = "The role defined for the function cannot be assumed by Lambda.";
      return takeRole("lambda.amazonaws.com", call.text("Role"), { code: "InvalidParameterValueException", message });
    },
    source: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
  },
  {
    of: ["scheduler CreateSchedule", "scheduler UpdateSchedule"],
    needs: (call) => {
      const message = "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.";
      const group = arnOf(call, `schedule-group/${call.text("GroupName") ?? "default"}`);
      const refused = { code: "ValidationException", message };
      return takeRole("scheduler.amazonaws.com", call.text("Target", "RoleArn"), refused, { "aws:sourcearn": group });
    },
    source: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html",
  },
  {
    // The function takes the messages with its own role.
    of: ["lambda CreateEventSourceMapping"],
    needs: async (call) => {
      const queue = call.text("EventSourceArn") ?? "";
      const role = await call.facts.functionRole(call.required("FunctionName"), call.region);
      if (!queue.startsWith("arn:aws:sqs:")) throw new Untold(call.request, `got the event source ${queue}`);
      if (role === undefined) return [];
      const refused = (action: string) => ({
        code: "InvalidParameterValueException",
        message: `The function execution role does not have permissions to call ${action} on SQS`,
      });
      const key = await call.facts.queueAttribute(queue, "KmsMasterKeyId");
      const decrypt = await useKey(call, key, "sqs", ["Decrypt"]);
      return [
        ...["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"].map((action) => ({
          action: `sqs:${action}`,
          resource: queue,
          as: role,
          refused: refused(action),
        })),
        ...decrypt.map((need) => ({ ...need, as: role, refused: refused("ReceiveMessage") })),
      ];
    },
    source: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
  },
  {
    of: ["lambda PutFunctionEventInvokeConfig"],
    needs: async (call) => {
      const role = await call.facts.functionRole(call.required("function"), call.region);
      if (role === undefined) return [];
      return ["OnFailure", "OnSuccess"].flatMap((end) => {
        const resource = call.text("DestinationConfig", end, "Destination") ?? "";
        if (resource === "") return [];
        const service = resource.split(":")[2];
        if (service !== "sqs" && service !== "sns") throw new Untold(call.request, `got the destination ${resource}`);
        const action = service === "sqs" ? "SendMessage" : "Publish";
        const message = `The function's execution role does not have permissions to call ${action} on ${resource}`;
        const refused = { code: "InvalidParameterValueException", message };
        return [{ action: `${service}:${action}`, resource, as: role, refused }];
      });
    },
    source: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
  },
];
