/** Parts of a connection. Every value may be a cdktf token. */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly database: string;
  /** ARN of the secret with the password, the JSON field `password`. */
  readonly secretArn: string;
}

/**
 * URL of a database with a dynamic reference in place of the password, which CloudFormation, ECS and people look up in
 * Secrets Manager.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html
 * @see https://www.postgresql.org/docs/17/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 */
export function connectionString({ host, port, username, database, secretArn }: Connection): string {
  const password = `{{resolve:secretsmanager:${secretArn}:SecretString:password}}`;
  return `postgresql://${username}:${password}@${host}:${port}/${database}?sslmode=verify-full`;
}
