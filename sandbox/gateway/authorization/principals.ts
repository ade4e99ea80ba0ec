import { parseObject } from "../json";
import type { AwsRequest } from "../request";
import { AwsError } from "../responses";
import type { Principal } from "./evaluator/decide";

/** The access key of the account's root user, which administers an account that has no roles yet. */
export const ROOT_ACCESS_KEY = "test";

/** Who is behind the access keys of a local AWS: the account's root, given outsiders, and the sessions of roles. */
export class Principals {
  readonly #known = new Map<string, Principal>();

  /** @param outsiders ARNs of identities of other accounts, such as a pipeline's, by the access key that each uses here */
  constructor(
    private readonly account: string,
    outsiders: Readonly<Record<string, string>> = {},
  ) {
    const root = `arn:aws:iam::${account}:root`;
    this.#known.set(ROOT_ACCESS_KEY, { kind: "account-root", arn: root, id: root, account });
    for (const [key, arn] of Object.entries(outsiders)) {
      this.#known.set(key, { kind: "foreign", arn, id: arn, account: arn.split(":")[4] ?? "" });
    }
  }

  /** Who has signed a request. @throws AwsError for an access key that nobody has */
  of(request: AwsRequest): Principal {
    if (request.form.WebIdentityToken !== undefined) return federated(readToken(request), this.account);
    const key = accessKeyOf(request);
    const principal = key === undefined ? undefined : this.#known.get(key);
    if (principal !== undefined) return principal;
    // Who plays an AWS service here, signs with the service's name.
    if (key?.endsWith(".amazonaws.com")) return servicePrincipal(key);
    throw new AwsError("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
  }

  /** Keeps the session of a role. @param arn ARN of the session, `arn:aws:sts::<account>:assumed-role/<role>/<session>` */
  addSession(accessKey: string, roleArn: string, arn: string): void {
    this.#known.set(accessKey, { kind: "role", arn, id: roleArn, account: roleArn.split(":")[4] ?? "" });
  }
}

/** An AWS service that acts on a resource. */
export function servicePrincipal(name: string): Principal {
  return { kind: "service", arn: name, id: name, account: "" };
}

/** A role that an AWS service has assumed. */
export function roleOf(roleArn: string): Principal {
  const [, , , , account = "", resource = ""] = roleArn.split(":");
  const arn = `arn:aws:sts::${account}:assumed-role/${resource.slice(resource.lastIndexOf("/") + 1)}/aws`;
  return { kind: "role", arn, id: roleArn, account };
}

/** What a token of an identity provider says. Who signed it is not looked at: the tokens here come from nobody. */
export interface Token {
  /** The provider, without `https://`. */
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

/** Reads the token of a request. @throws AwsError for what is no token */
export function readToken({ form }: AwsRequest): Token {
  const [, payload = ""] = (form.WebIdentityToken ?? "").split(".");
  const { iss, sub, aud } = parseObject(Buffer.from(payload, "base64url").toString()) ?? {};
  if (typeof iss === "string" && typeof sub === "string" && typeof aud === "string") {
    return { issuer: iss.replace("https://", ""), subject: sub, audience: aud };
  }
  throw new AwsError("InvalidIdentityToken", "The ID Token provided is not a valid JWT.");
}

/** ARN of an identity provider of an account. */
export function providerArn(account: string, issuer: string): string {
  return `arn:aws:iam::${account}:oidc-provider/${issuer}`;
}

function federated({ issuer, subject }: Token, account: string): Principal {
  return { kind: "federated", arn: subject, id: providerArn(account, issuer), account };
}

function accessKeyOf({ headers, query }: AwsRequest): string | undefined {
  return /Credential=([^/]+)\//.exec(headers.authorization ?? `Credential=${query.get("X-Amz-Credential")}`)?.[1];
}
