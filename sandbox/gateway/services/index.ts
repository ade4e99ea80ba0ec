import type { Service } from "../service";
import { applicationAutoScaling } from "./application-auto-scaling";
import { backup } from "./backup/index";
import { cloudfront } from "./cloudfront/index";
import { cloudwatch } from "./cloudwatch";
import { ec2 } from "./ec2";
import { ecr } from "./ecr";
import { eks } from "./eks/index";
import { elasticache } from "./elasticache/index";
import { kms } from "./kms";
import { logs } from "./logs";
import { rds } from "./rds";
import { route53 } from "./route53";
import { s3 } from "./s3";
import { secretsManager } from "./secrets-manager";
import { ssm } from "./ssm";
import { tagging } from "./tagging";

/** Every service of which the gateway answers or corrects something. */
export const services: readonly Service[] = [
  applicationAutoScaling,
  backup,
  cloudfront,
  cloudwatch,
  ec2,
  ecr,
  eks,
  elasticache,
  kms,
  logs,
  rds,
  route53,
  s3,
  secretsManager,
  ssm,
  tagging,
];
