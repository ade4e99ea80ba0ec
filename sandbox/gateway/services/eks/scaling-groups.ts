import { type JsonObject, stringAt } from "../../json";
import type { Context } from "../../service";
import { elementAt, elementsAt, textAt } from "../../xml";
import { invalid } from "./model";

/** A version of a launch template in moto. */
export interface LaunchTemplate {
  readonly id: string;
  readonly name: string;
  /** A number, even where `$Latest` or `$Default` was asked for. */
  readonly version: string;
}

/** The Auto Scaling group of a node group. */
export interface ScalingGroup {
  readonly name: string;
  readonly clusterName: string;
  readonly nodeGroupName: string;
  readonly subnets: readonly string[];
  readonly maxSize: number;
}

/** Looks up the launch template that a node group names by id or name. @throws AwsError if there is none. */
export async function launchTemplate(given: JsonObject, context: Context): Promise<LaunchTemplate> {
  const id = stringAt(given, "id");
  const name = stringAt(given, "name") ?? "";
  const by = id === undefined ? { "LaunchTemplateName.1": name } : { "LaunchTemplateId.1": id };
  const answer = await context.callQuery("ec2", { Action: "DescribeLaunchTemplates", ...by });
  const [template] = elementsAt(elementAt(answer, "DescribeLaunchTemplatesResponse", "launchTemplates"), "item");
  if (template === undefined) return invalid(`Launch template ${id ?? name} was not found`);
  const latest = textAt(template, "latestVersionNumber") ?? "1";
  const version = stringAt(given, "version") ?? "$Default";
  const numbers: Record<string, string> = {
    $Default: textAt(template, "defaultVersionNumber") ?? "1",
    $Latest: latest,
  };
  const number = numbers[version] ?? version;
  if (!(Number(number) >= 1 && Number(number) <= Number(latest))) {
    invalid(`Launch template ${id ?? name} has no version ${version}, its latest is ${latest}`);
  }
  return {
    id: textAt(template, "launchTemplateId") ?? "",
    name: textAt(template, "launchTemplateName") ?? "",
    version: number,
  };
}

/**
 * Creates the group in moto, without instances: nobody asks for them, and moto would have to be told of each AMI.
 * A node group without a launch template gets one of its own, as EKS does it.
 */
export async function createGroup(
  group: ScalingGroup,
  template: LaunchTemplate | undefined,
  context: Context,
): Promise<void> {
  if (template === undefined) {
    await context.callQuery("ec2", {
      Action: "CreateLaunchTemplate",
      LaunchTemplateName: group.name,
      "LaunchTemplateData.InstanceType": "t3.medium",
    });
  }
  const tags = { "eks:cluster-name": group.clusterName, "eks:nodegroup-name": group.nodeGroupName };
  const form: Record<string, string> = {
    Action: "CreateAutoScalingGroup",
    AutoScalingGroupName: group.name,
    MinSize: "0",
    DesiredCapacity: "0",
    MaxSize: String(group.maxSize),
    VPCZoneIdentifier: group.subnets.join(","),
    "LaunchTemplate.LaunchTemplateName": template?.name ?? group.name,
    "LaunchTemplate.Version": template?.version ?? "1",
  };
  Object.entries(tags).forEach(([key, value], index) => {
    const tag = `Tags.member.${index + 1}`;
    Object.assign(form, { [`${tag}.Key`]: key, [`${tag}.Value`]: value, [`${tag}.PropagateAtLaunch`]: "true" });
  });
  await context.callQuery("autoscaling", form);
}

/** Changes how many instances the group may have. */
export async function resizeGroup(name: string, maxSize: number, context: Context): Promise<void> {
  await context.callQuery("autoscaling", {
    Action: "UpdateAutoScalingGroup",
    AutoScalingGroupName: name,
    MaxSize: String(maxSize),
  });
}

/** Deletes the group, and its launch template if that is the group's own. */
export async function deleteGroup(name: string, ownTemplate: boolean, context: Context): Promise<void> {
  await context.callQuery("autoscaling", {
    Action: "DeleteAutoScalingGroup",
    AutoScalingGroupName: name,
    ForceDelete: "true",
  });
  if (ownTemplate) await context.callQuery("ec2", { Action: "DeleteLaunchTemplate", LaunchTemplateName: name });
}
