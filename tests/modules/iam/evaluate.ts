import { type PolicyStatement, policyDocument } from "../../../modules/foundation/policy-document";
import { decide } from "../../../sandbox/gateway/authorization/evaluator/decide";
import { readPolicy } from "../../../sandbox/gateway/authorization/evaluator/document";

/** A request to AWS, as far as the policies of this platform look at it. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

const ROLE = "arn:aws:iam::333333333333:role/lms-prod-role";
const PRINCIPAL = { kind: "role", arn: ROLE, id: ROLE, account: "333333333333" } as const;

/** Whether identity policies of these statements allow a request, as the local AWS judges it. */
export function allows(statements: readonly PolicyStatement[], { action, resource, context = {} }: Request): boolean {
  const lowered = Object.fromEntries(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  const identity = [readPolicy("statements", policyDocument(statements))];
  return decide({ action, resource, context: lowered }, PRINCIPAL, { identity }).allowed;
}
