import { refuse } from "../rule";

/**
 * Names of what RDS and ElastiCache make.
 * @throws AwsError InvalidParameterValue for one that is too long or has other signs
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/CHAP_Limits.html
 */
export function requireIdentifier(name: string, id: string, max: number): void {
  if (/^[a-z](?!.*--)[a-z0-9-]*(?<!-)$/i.test(id) && id.length <= max) return;
  refuse(
    "InvalidParameterValue",
    `The parameter ${name} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; must not end with a hyphen or contain two consecutive hyphens; and must not be longer than ${max} characters.`,
  );
}
