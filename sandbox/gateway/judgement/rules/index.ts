import type { Rules } from "../rule";
import { acmRules } from "./acm";
import { autoScalingRules } from "./application-auto-scaling";
import { backupRules } from "./backup";
import { cloudFrontRules } from "./cloudfront";
import { cloudWatchRules } from "./cloudwatch";
import { ec2Rules } from "./ec2";
import { eksRules } from "./eks";
import { elastiCacheRules } from "./elasticache";
import { eventsRules } from "./events";
import { iamRules } from "./iam";
import { kmsRules } from "./kms";
import { lambdaRules } from "./lambda";
import { loadBalancingRules } from "./load-balancing";
import { logsRules } from "./logs";
import { mediaConvertRules } from "./mediaconvert";
import { rdsRules } from "./rds";
import { s3Rules } from "./s3";
import { schedulerRules } from "./scheduler";
import { snsRules } from "./sns";
import { wafRules } from "./wafv2";

/** What AWS refuses beyond its models: rules by the service's signing name and the operation. */
export const rules: Readonly<Record<string, Rules>> = {
  acm: acmRules,
  "application-autoscaling": autoScalingRules,
  backup: backupRules,
  cloudfront: cloudFrontRules,
  ec2: ec2Rules,
  eks: eksRules,
  elasticache: elastiCacheRules,
  elasticloadbalancing: loadBalancingRules,
  events: eventsRules,
  iam: iamRules,
  kms: kmsRules,
  lambda: lambdaRules,
  logs: logsRules,
  mediaconvert: mediaConvertRules,
  monitoring: cloudWatchRules,
  rds: rdsRules,
  s3: s3Rules,
  scheduler: schedulerRules,
  sns: snsRules,
  wafv2: wafRules,
};
