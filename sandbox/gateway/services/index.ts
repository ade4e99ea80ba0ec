import type { Service } from "../service";
import { applicationAutoScaling } from "./application-auto-scaling";
import { backup } from "./backup/index";
import { ec2 } from "./ec2";
import { ecr } from "./ecr";
import { eks } from "./eks/index";
import { elasticache } from "./elasticache/index";
import { kms } from "./kms";
import { logs } from "./logs";
import { rds } from "./rds";
import { s3 } from "./s3";
import { ssm } from "./ssm";
import { tagging } from "./tagging";

/** Every service of which the gateway answers or corrects something. */
export const services: readonly Service[] = [
  applicationAutoScaling,
  backup,
  ec2,
  ecr,
  eks,
  elasticache,
  kms,
  logs,
  rds,
  s3,
  ssm,
  tagging,
];
