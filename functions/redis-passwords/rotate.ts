import { ElastiCacheClient } from "@aws-sdk/client-elasticache";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SecretsManagerRotationEvent } from "aws-lambda";
import { PasswordRotation } from "./rotation";

const rotation = new PasswordRotation(new SecretsManagerClient({}), new ElastiCacheClient({}));

export const handler = (event: SecretsManagerRotationEvent) => rotation.take(event);
