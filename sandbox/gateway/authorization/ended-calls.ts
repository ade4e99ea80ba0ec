import type { Call } from "./call";

/** A call of a provider's release that later ones do not make. */
interface EndedCall {
  /** `<signing name> <operation>`. */
  readonly call: string;
  /** What the releases that make it say of themselves in the header `User-Agent`. */
  readonly madeBy: RegExp;
  /** The first release without it. */
  readonly endedBy: string;
  readonly source: string;
}

/**
 * Calls that the AWS provider at hand makes and that the release which deployments lock does not: nobody is given a right
 * for them, and here they are let through. All rows of a release go with it.
 */
export const ENDED_CALLS: readonly EndedCall[] = [
  {
    // It reads back the value of a secret's version, also of a write-only one.
    call: "secretsmanager GetSecretValue",
    madeBy: /terraform-provider-aws\/5\.100\.0/,
    endedBy: "6.28.0",
    source: "https://github.com/hashicorp/terraform-provider-aws/pull/44876",
  },
];

/** Whether a call is one that a deployment does not make any more. */
export function hasEnded({ request, operation }: Call): boolean {
  const name = `${request.service} ${operation}`;
  return ENDED_CALLS.some(({ call, madeBy }) => call === name && madeBy.test(request.headers["user-agent"] ?? ""));
}
