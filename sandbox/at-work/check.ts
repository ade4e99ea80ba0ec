import { Failure } from "../../scripts/failure";
import type { Verdict } from "../gateway/authorization/evaluator/decide";
import type { Question } from "../gateway/dispatch";
import type { LocalAws } from "../local-aws";
import type { Account, Delivery } from "./delivery";
import { FILES_AND_LOGS } from "./files-and-logs";
import { MESSAGES } from "./messages";
import { ROLES } from "./roles";

/** What AWS tries while a resource is made is not here but in `gateway/authorization/on-behalf`. */
export const DELIVERIES: readonly Delivery[] = [...MESSAGES, ...FILES_AND_LOGS, ...ROLES];

/** Where a root stands. */
export interface Place extends LocalAws {
  /** The account, 12 digits. */
  readonly account: string;
}

/**
 * Asks the local AWS whether services and roles may do at work what the resources of a root have them do: an alarm its
 * topic, a rule its queue, a log its bucket. AWS refuses nobody's request when they may not; it drops the message.
 * @returns how many rights were asked about
 * @throws Failure that names each identity, action and resource that is refused, with AWS's page
 */
export async function checkDeliveries(root: string, place: Place, account: Account): Promise<number> {
  return judge(root, place, questionsOf(account));
}

/** A right that is asked about, and why. */
export interface Asked {
  readonly question: Question;
  /** The type of resource that takes it, or what is being done. */
  readonly type: string;
  readonly source: string;
}

/** Has the local AWS judge rights. @returns how many @throws Failure that names each that is refused */
export async function judge(root: string, { endpoint }: Place, asked: readonly Asked[]): Promise<number> {
  const response = await fetch(`${endpoint}/gateway-api/decisions`, {
    method: "POST",
    body: JSON.stringify(asked.map(({ question }) => question)),
    signal: AbortSignal.timeout(60_000),
  });
  if (!response.ok) throw new Failure(`${root}: deliveries must be judged, got ${await response.text()}`);
  const verdicts = (await response.json()) as readonly Verdict[];
  const refused = asked.flatMap(({ question, type, source }, index) => {
    const verdict = verdicts[index];
    return verdict === undefined || verdict.allowed ? [] : [refusalText(question, type, source, verdict.reason)];
  });
  if (refused.length === 0) return asked.length;
  throw new Failure(
    `${root}: what stands must be allowed to do its work, got ${refused.length} refusals:\n${refused.join("\n")}`,
  );
}

/** Each right that the work of the resources takes, once. */
export function questionsOf(account: Account): readonly Asked[] {
  const asked = account.standing.flatMap(({ type, values }) =>
    DELIVERIES.filter(({ of }) => of === type).flatMap(({ needs, source }) =>
      needs(values, account).map((question) => ({ question, type, source })),
    ),
  );
  return [...new Map(asked.map((each) => [JSON.stringify(each.question), each])).values()];
}

function refusalText({ need }: Question, type: string, source: string, reason: string): string {
  const who = need.by ?? need.as;
  return `  ${type}: ${who} is not authorized to perform: ${need.action} on resource: ${need.resource} ${reason}; see ${source}`;
}
