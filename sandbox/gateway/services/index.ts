import type { Service } from "../service";
import { ec2 } from "./ec2";
import { kms } from "./kms";
import { logs } from "./logs";
import { s3 } from "./s3";

/** Every service of which the gateway answers or corrects something. */
export const services: readonly Service[] = [ec2, kms, logs, s3];
