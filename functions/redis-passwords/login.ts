/** Value of the secret: how to log in to a store. */
export interface Login {
  /** User of the store, which is also its id in ElastiCache. */
  readonly username: string;
  readonly password: string;
}

/**
 * A login as it stands in a secret. The message of an error has no value.
 * @throws Error if it is not one
 */
export function parseLogin(secret: string, text: string | undefined): Login {
  const { username, password } = membersOf(text);
  if (isText(username) && isText(password)) return { username, password };
  throw new Error(`${secret}: must hold {"username": ..., "password": ...}, got something else; rotate it anew`);
}

function membersOf(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
