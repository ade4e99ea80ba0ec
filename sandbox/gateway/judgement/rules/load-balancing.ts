import { type JsonObject, objectAt, objectsAt, stringAt, stringsAt } from "../../json";
import { elementAt, elementsAt, textAt } from "../../xml";
import { describeQuery, type Rules, refuse, resultOf } from "../rule";
import { subnetsOf, zonesOf } from "./subnets";

/** Quotas of an Application Load Balancer. @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MAX_RULES = 100;
const MAX_CONDITION_VALUES = 5;
const MAX_NAME = 32;

const SERVICE = "elasticloadbalancing";

/** Load balancers: their VPC, and the rules of their listeners. */
export const loadBalancingRules: Rules = {
  /** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
  CreateLoadBalancer: async (parameters, scene) => {
    const name = stringAt(parameters, "Name") ?? "";
    if (name.length > MAX_NAME) {
      refuse("ValidationError", `The load balancer name '${name}' cannot be longer than '${MAX_NAME}' characters`);
    }
    const zones = zonesOf(await subnetsOf(subnetIdsOf(parameters), scene));
    if (zones.length >= 2) return;
    refuse("ValidationError", "At least two subnets in two different Availability Zones must be specified");
  },

  /** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetSubnets.html */
  SetSubnets: async (parameters, scene) => {
    const arn = stringAt(parameters, "LoadBalancerArn") ?? "";
    const form = { "LoadBalancerArns.member.1": arn };
    const [balancer = {}] = await describeQuery(
      scene,
      SERVICE,
      "DescribeLoadBalancers",
      "LoadBalancers",
      "member",
      form,
    );
    const subnets = await subnetsOf(subnetIdsOf(parameters), scene);
    if (subnets.every(({ vpc }) => vpc === textAt(balancer, "VpcId"))) return;
    refuse("InvalidConfigurationRequest", `The subnets must be in the VPC ${textAt(balancer, "VpcId")} of '${arn}'`);
  },

  CreateRule: async (parameters, scene) => {
    const values = objectsAt(parameters, "Conditions").flatMap((condition) => {
      const configured = Object.keys(condition).flatMap((name) => stringsAt(objectAt(condition, name) ?? {}, "Values"));
      return [...stringsAt(condition, "Values"), ...configured];
    });
    if (values.length > MAX_CONDITION_VALUES) {
      refuse("ValidationError", `A rule can have a maximum of '${MAX_CONDITION_VALUES}' condition values`);
    }
    const form = { ListenerArn: stringAt(parameters, "ListenerArn") ?? "" };
    const rules = await describeQuery(scene, SERVICE, "DescribeRules", "Rules", "member", form);
    const added = rules.filter((rule) => textAt(rule, "IsDefault") !== "true");
    // @see https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2011
    if (added.length >= MAX_RULES) {
      refuse("TooManyRules", "The maximum number of rules on load balancer has been reached");
    }
  },

  /** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html */
  DeleteLoadBalancer: async (parameters, scene) => {
    const arn = stringAt(parameters, "LoadBalancerArn") ?? "";
    const result = await resultOf(scene, SERVICE, "DescribeLoadBalancerAttributes", { LoadBalancerArn: arn });
    const isProtected = elementsAt(elementAt(result, "Attributes"), "member").some(
      (attribute) =>
        textAt(attribute, "Key") === "deletion_protection.enabled" && textAt(attribute, "Value") === "true",
    );
    if (!isProtected) return;
    refuse("OperationNotPermitted", `Load balancer '${arn}' cannot be deleted because deletion protection is enabled`);
  },
};

function subnetIdsOf(parameters: JsonObject): readonly string[] {
  const mapped = objectsAt(parameters, "SubnetMappings").map((mapping) => stringAt(mapping, "SubnetId") ?? "");
  return [...stringsAt(parameters, "Subnets"), ...mapped];
}
