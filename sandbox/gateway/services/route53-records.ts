import type { AwsRequest } from "../request";
import { type Answer, AwsError } from "../responses";
import { type Context, type Handler, isSuccess } from "../service";
import { Kind } from "../store";
import { buildXml, elementAt, elementsAt, parseXml, textAt, type XmlElement } from "../xml";

/** Elements of a record that say by what Route 53 chooses it. */
const POLICIES = [
  "CidrRoutingConfig",
  "Failover",
  "GeoLocation",
  "GeoProximityLocation",
  "MultiValueAnswer",
  "Region",
  "Weight",
] as const;

/** Zones whose records are being changed. */
const changing = new Kind<Promise<unknown>>("last change of a zone's records, by the zone's path");

/**
 * Changes of records, one after the other in a zone. Moto takes records of one name and type by several policies, which Route 53
 * refuses, and deletes with a record all others of the zone that have its identifier.
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
 */
export const changeRecords: Handler = (request, context) => {
  const zones = context.remembered(changing, "all regions");
  const change = () => changeNow(request, context);
  const turn = (zones.get(request.path) ?? Promise.resolve()).then(change, change);
  zones.set(request.path, turn);
  return turn;
};

async function changeNow(request: AwsRequest, context: Context): Promise<Answer> {
  const before = await recordsOf(request, context);
  const after = changesIn(request.body.toString()).reduce(changed, before);
  refuseMixed(after);
  const answer = await context.passOn(request);
  if (!isSuccess(answer)) return answer;
  const left = new Set((await recordsOf(request, context)).map(identityOf));
  const lost = after.filter((record) => !left.has(identityOf(record)));
  if (lost.length > 0) {
    const Change = lost.map((record) => ({ Action: "UPSERT", ResourceRecordSet: record }));
    const xml = buildXml({ ChangeResourceRecordSetsRequest: { ChangeBatch: { Changes: { Change } } } });
    await context.passOn({ ...request, body: Buffer.from(xml) });
  }
  return answer;
}

/** What becomes of the records of a zone by one change. */
function changed(records: readonly XmlElement[], { action, record }: Change): readonly XmlElement[] {
  const identity = identityOf(record);
  const others = records.filter((each) => identityOf(each) !== identity);
  return action === "DELETE" ? others : [...others, record];
}

/** @throws AwsError InvalidChangeBatch when records of one name and type are chosen in different ways */
function refuseMixed(records: readonly XmlElement[]): void {
  const policies = new Map<string, string>();
  for (const record of records) {
    const [name, type] = [nameOf(record), textAt(record, "Type") ?? ""];
    const policy = POLICIES.find((each) => record[each] !== undefined) ?? "";
    const other = policies.get(`${name} ${type}`);
    if (other !== undefined && other !== policy) {
      throw new AwsError(
        "InvalidChangeBatch",
        `[RRSet with DNS name ${name}., type ${type} cannot be created as other RRSets exist with the same name and type.]`,
      );
    }
    policies.set(`${name} ${type}`, policy);
  }
}

interface Change {
  readonly action: string;
  readonly record: XmlElement;
}

function changesIn(body: string): readonly Change[] {
  const changes = elementAt(parseXml(body), "ChangeResourceRecordSetsRequest", "ChangeBatch", "Changes");
  return elementsAt(changes, "Change").map((change) => ({
    action: textAt(change, "Action") ?? "",
    record: elementAt(change, "ResourceRecordSet"),
  }));
}

/** The records of the zone that a request is of, as moto has them. */
async function recordsOf(request: AwsRequest, context: Context): Promise<XmlElement[]> {
  const { body } = await context.passOn({ ...request, method: "GET", body: Buffer.alloc(0) });
  const answer = elementAt(parseXml(body.toString()), "ListResourceRecordSetsResponse", "ResourceRecordSets");
  return elementsAt(answer, "ResourceRecordSet");
}

/** Name, type and identifier: what one record is told from another by. */
function identityOf(record: XmlElement): string {
  return [nameOf(record), textAt(record, "Type"), textAt(record, "SetIdentifier")].join(" ");
}

/** Name without the dot at its end; Route 53 writes an asterisk as its code. */
function nameOf(record: XmlElement): string {
  return (textAt(record, "Name") ?? "").replace(/\.$/, "").replace("\\052", "*");
}
