import type { Request } from "../evaluate";

/** A request and everyone whose policies allow it. It is made in the environment's region unless the context says otherwise. */
export type Promised = readonly [
  action: string,
  resource: string,
  who: readonly string[],
  context?: Request["context"],
];

export const us = (service: string, resource: string) => `arn:aws:${service}:us-east-1:333333333333:${resource}`;
export const abroad = { "aws:RequestedRegion": "ap-south-1" };
export const via = (service: string) => ({ "kms:ViaService": `${service}.us-east-1.amazonaws.com` });
export const tagged = (tags: Record<string, string>) =>
  Object.fromEntries(Object.entries(tags).map(([tag, value]) => [`aws:ResourceTag/${tag}`, value]));
export const tagging = (tags: Record<string, string>) =>
  Object.fromEntries(Object.entries(tags).map(([tag, value]) => [`aws:RequestTag/${tag}`, value]));

export const READERS = ["readonly", "developer", "planner", "deployer"];

export const MEDIA = "arn:aws:s3:::lms-prod-media-333333333333";
export const STATE = "arn:aws:s3:::lms-prod-terraform-state-333333333333";
export const ZONE = "arn:aws:route53:::hostedzone/Z1";
export const role = (name: string) => `arn:aws:iam::333333333333:role/${name}`;
export const LINKED = "aws-service-role/elasticloadbalancing.amazonaws.com/a";
export const STATE_OBJECT = `${STATE}/prod-platform/terraform.tfstate`;
