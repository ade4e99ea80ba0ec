import type { ServiceTable } from "../table";
import { acm } from "./acm";
import { applicationAutoScaling } from "./application-auto-scaling";
import { zonalShift } from "./arc-zonal-shift";
import { autoScaling } from "./auto-scaling";
import { backup } from "./backup";
import { budgets } from "./budgets";
import { chatbot } from "./chatbot";
import { cloudfront } from "./cloudfront";
import { cloudwatch } from "./cloudwatch";
import { costExplorer } from "./cost-explorer";
import { ec2 } from "./ec2";
import { ecr } from "./ecr";
import { eks } from "./eks";
import { elasticLoadBalancing } from "./elastic-load-balancing";
import { elasticache } from "./elasticache";
import { events } from "./events";
import { iam } from "./iam";
import { kms } from "./kms";
import { lambda } from "./lambda";
import { logs } from "./logs";
import { mediaConvert } from "./mediaconvert";
import { rds } from "./rds";
import { route53 } from "./route53";
import { s3 } from "./s3";
import { scheduler } from "./scheduler";
import { secretsManager } from "./secrets-manager";
import { serviceQuotas } from "./service-quotas";
import { sns } from "./sns";
import { sqs } from "./sqs";
import { ssm } from "./ssm";
import { sts } from "./sts";
import { tagging } from "./tagging";
import { wafv2 } from "./wafv2";
import { xray } from "./xray";

/** The tables of all services. */
export const tables: readonly ServiceTable[] = [
  acm,
  applicationAutoScaling,
  zonalShift,
  autoScaling,
  backup,
  budgets,
  chatbot,
  cloudfront,
  cloudwatch,
  costExplorer,
  ec2,
  ecr,
  eks,
  elasticLoadBalancing,
  elasticache,
  events,
  iam,
  kms,
  lambda,
  logs,
  mediaConvert,
  rds,
  route53,
  s3,
  scheduler,
  secretsManager,
  serviceQuotas,
  sns,
  sqs,
  ssm,
  sts,
  tagging,
  wafv2,
  xray,
];
