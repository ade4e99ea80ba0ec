import { S3Client } from "@aws-sdk/client-s3";
import { greeting } from "./greeting";

const s3 = new S3Client({});

export async function handler(name: string): Promise<string> {
  return greeting(name, await s3.config.region());
}
