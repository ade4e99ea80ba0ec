import type { Service } from "../service";
import { applicationAutoScaling } from "./application-auto-scaling";
import { zonalShift } from "./arc-zonal-shift";
import { autoScaling } from "./auto-scaling";
import { backup } from "./backup/index";
import { budgets } from "./budgets";
import { chatbot } from "./chatbot";
import { cloudfront } from "./cloudfront/index";
import { cloudwatch } from "./cloudwatch";
import { costExplorer } from "./cost-explorer";
import { ec2 } from "./ec2";
import { ecr } from "./ecr";
import { eks } from "./eks/index";
import { elasticache } from "./elasticache/index";
import { kms } from "./kms";
import { lambda } from "./lambda";
import { logs } from "./logs";
import { mediaConvert } from "./mediaconvert";
import { rds } from "./rds";
import { route53 } from "./route53";
import { s3 } from "./s3";
import { secretsManager } from "./secrets-manager";
import { serviceQuotas } from "./service-quotas";
import { sns } from "./sns";
import { sqs } from "./sqs";
import { ssm } from "./ssm";
import { tagging } from "./tagging";
import { xray } from "./xray";

/** Every service of which the gateway answers or corrects something. */
export const services: readonly Service[] = [
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
  elasticache,
  kms,
  lambda,
  logs,
  mediaConvert,
  rds,
  route53,
  s3,
  secretsManager,
  serviceQuotas,
  sns,
  sqs,
  ssm,
  tagging,
  xray,
];
