/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const LONGEST_NAME = 63;

/** Beginnings and ends that S3 keeps for itself. */
const RESERVED = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

/** Name of a bucket's replica in another region: `lms-prod-media-333333333333-eu-west-1`. */
export function replicaName(bucketName: string, region: string): string {
  return `${bucketName}-${region}`;
}

/**
 * Checks that a name is one of S3 and of DNS: 3-63 lower-case letters, digits and hyphens, no dot, for a name with dots
 * has no certificate of S3's.
 * @returns every problem at once, `[]` when there is none
 */
export function bucketNameProblems(name: string): string[] {
  const got = `got ${JSON.stringify(name)}`;
  const problems: string[] = [];
  if (name.length < 3 || name.length > LONGEST_NAME) {
    problems.push(
      `bucketName: must have 3 to ${LONGEST_NAME} characters, ${got} (${name.length}); choose another name`,
    );
  }
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)) {
    problems.push(
      `bucketName: must be lower-case letters, digits and hyphens, no hyphen at its ends, ${got}; it is part of a host name`,
    );
  }
  if (RESERVED.test(name)) {
    problems.push(`bucketName: must not begin or end as S3's own names do, ${got}; choose another name`);
  }
  return problems;
}
