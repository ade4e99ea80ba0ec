import { isObject } from "../../json";
import { all, any, arn, arnIn, arns, each, on, type Rule, serviceTable, type Target, whenTagged } from "../table";

// A load balancer's ARN ends in an id that it does not have before it is made.
const newBalancer: Target = (call) =>
  arn(`loadbalancer/${call.text("Type") === "network" ? "net" : "app"}/{Name}/*`)(call);
const newTargetGroup = arn("targetgroup/{Name}/*");
const balancer = arnIn("LoadBalancerArn");
const targetGroup = arnIn("TargetGroupArn");
const listener = arnIn("ListenerArn");
const rule = arnIn("RuleArn");
const prioritized: Target = (call) =>
  call
    .items("RulePriorities")
    .flatMap((item) => (isObject(item) && typeof item.RuleArn === "string" ? [item.RuleArn] : []));
// What belongs to another has its ARN with one more id.
const below =
  (parent: string, type: string): Target =>
  (call) => [`${call.required(parent).replace(/:(loadbalancer|listener)\//, `:${type}/`)}/*`];
const tagging =
  (target: Target): Rule =>
  async (call) =>
    (await on(target, "AddTags")(call)).map((need) => ({
      ...need,
      context: { "elasticloadbalancing:createaction": call.operation },
    }));
const made = (target: Target, tagged = target) => all(on(target), whenTagged(tagging(tagged)));

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html */
export const elasticLoadBalancing = serviceTable(
  { name: "elasticloadbalancing" },
  {
    CreateLoadBalancer: made(newBalancer),
    CreateTargetGroup: made(newTargetGroup),
    CreateListener: made(balancer, below("LoadBalancerArn", "listener")),
    CreateRule: made(listener, below("ListenerArn", "listener-rule")),
    ...each(
      on(balancer),
      "DeleteLoadBalancer",
      "ModifyLoadBalancerAttributes",
      "SetIpAddressType",
      "SetSecurityGroups",
      "SetSubnets",
    ),
    ...each(
      on(targetGroup),
      "DeleteTargetGroup",
      "DeregisterTargets",
      "ModifyTargetGroup",
      "ModifyTargetGroupAttributes",
      "RegisterTargets",
    ),
    ...each(
      on(listener),
      "AddListenerCertificates",
      "DeleteListener",
      "ModifyListener",
      "ModifyListenerAttributes",
      "RemoveListenerCertificates",
    ),
    ...each(on(rule), "DeleteRule", "ModifyRule"),
    SetRulePriorities: on(prioritized),
    ...each(
      on(any),
      "DescribeCapacityReservation",
      "DescribeListenerAttributes",
      "DescribeListenerCertificates",
      "DescribeListeners",
      "DescribeLoadBalancerAttributes",
      "DescribeLoadBalancers",
      "DescribeRules",
      "DescribeTags",
      "DescribeTargetGroupAttributes",
      "DescribeTargetGroups",
      "DescribeTargetHealth",
    ),
    ...each(on(arns("{}", "ResourceArns")), "AddTags", "RemoveTags"),
  },
);
