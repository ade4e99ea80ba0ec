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

/** Judge of requests by identity policies of these statements, as the local AWS judges them. */
export function judge(statements: readonly PolicyStatement[]): (request: Request) => boolean {
  const identity = [readPolicy("statements", policyDocument(statements))];
  return ({ action, resource, context = {} }) => {
    const lowered = Object.fromEntries(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
    return decide({ action, resource, context: lowered }, PRINCIPAL, { identity }).allowed;
  };
}

/** Whether identity policies of these statements allow a request. */
export function allows(statements: readonly PolicyStatement[], request: Request): boolean {
  return judge(statements)(request);
}
