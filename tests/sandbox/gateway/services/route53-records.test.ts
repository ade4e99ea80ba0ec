import { describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const RECORDS = "/2013-04-01/hostedzone/Z1/rrset";

interface Record {
  readonly name?: string;
  readonly type?: string;
  readonly id?: string;
  readonly policy?: string;
}

const EVERYWHERE = { id: "default", policy: "<GeoLocation><CountryCode>*</CountryCode></GeoLocation>" };
const EUROPE = { id: "eu", policy: "<GeoLocation><ContinentCode>EU</ContinentCode></GeoLocation>" };
const WEIGHTED = { id: "half", policy: "<Weight>50</Weight>" };

const xml = ({ name = "lms.example.com", type = "A", id, policy = "" }: Record) =>
  `<ResourceRecordSet><Name>${name}</Name><Type>${type}</Type>${id === undefined ? "" : `<SetIdentifier>${id}</SetIdentifier>`}${policy}` +
  "<AliasTarget><DNSName>d1.cloudfront.net</DNSName></AliasTarget></ResourceRecordSet>";
const listed = (records: readonly Record[]) =>
  `<ListResourceRecordSetsResponse><ResourceRecordSets>${records.map(xml).join("")}</ResourceRecordSets></ListResourceRecordSetsResponse>`;

type Changes = readonly (readonly ["CREATE" | "UPSERT" | "DELETE", Record])[];

/** Changes a zone that has some records, and in which moto leaves others. */
async function change(before: readonly Record[], changes: Changes, after: readonly Record[] = before) {
  sandbox.moto.inTurn(`GET ${RECORDS}`, [listed(before), listed(after)]);
  sandbox.moto.xml(`POST ${RECORDS}`, "<ChangeResourceRecordSetsResponse/>");
  const reply = await post(changes);
  const posted = sandbox.moto.received.filter(({ method }) => method === "POST").map(({ body }) => body.toString());
  return { status: reply.status, text: reply.body.toString(), posted };
}

function post(changes: Changes) {
  const batch = changes.map(([action, record]) => `<Change><Action>${action}</Action>${xml(record)}</Change>`).join("");
  return sandbox.send({
    service: "route53",
    method: "POST",
    url: RECORDS,
    body: `<ChangeResourceRecordSetsRequest><ChangeBatch><Changes>${batch}</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`,
    headers: { "content-type": "text/xml" },
  });
}

describe("records of one name and type", () => {
  it.each<[string, Record[], Record]>([
    ["a simple one beside one by location", [{ ...EVERYWHERE, name: "lms.example.com." }], {}],
    ["one by location beside a simple one", [{}], EUROPE],
    ["one by weight beside one by location", [EUROPE], WEIGHTED],
    [
      "a simple wildcard beside one by location",
      [{ ...EUROPE, name: "\\052.example.com." }],
      { name: "*.example.com" },
    ],
  ])("are refused: %s", async (_, before, record) => {
    const { status, text, posted } = await change(before, [["CREATE", record]]);
    const name = record.name ?? "lms.example.com";
    expect([status, posted]).toEqual([400, []]);
    expect(text).toContain("<Code>InvalidChangeBatch</Code>");
    expect(text).toContain(
      `[RRSet with DNS name ${name}., type A cannot be created as other RRSets exist with the same name and type.]`,
    );
  });

  it("take another policy in one batch, when there is one of them", async () => {
    const { status, posted } = await change(
      [EVERYWHERE],
      [
        ["DELETE", EVERYWHERE],
        ["CREATE", {}],
      ],
      [{}],
    );
    expect([status, posted.length]).toEqual([200, 1]);
  });

  it("take none while there is another of them", async () => {
    const { status, posted } = await change(
      [EVERYWHERE, EUROPE],
      [
        ["DELETE", EVERYWHERE],
        ["CREATE", {}],
      ],
    );
    expect([status, posted]).toEqual([400, []]);
  });

  it.each<[string, Record, Record]>([
    ["by one policy", EVERYWHERE, EUROPE],
    ["of other types", EVERYWHERE, { type: "AAAA" }],
    ["of other names", EVERYWHERE, { name: "origin.lms.example.com" }],
  ])("are taken %s", async (_, before, record) => {
    const { status, posted } = await change([before], [["CREATE", record]], [before, record]);
    expect([status, posted.length]).toEqual([200, 1]);
  });
});

it("a record that goes takes none with it that has the same identifier under another name", async () => {
  const other = { ...EVERYWHERE, name: "origin.lms.example.com" };
  const { posted } = await change([EVERYWHERE, other], [["DELETE", EVERYWHERE]], []);
  expect(posted).toHaveLength(2);
  expect(posted[1]).toContain(`<Action>UPSERT</Action>${xml(other)}`);
});

it("changes of a zone come one after the other, also after one that is refused", async () => {
  const stays = { ...EVERYWHERE, name: "origin.lms.example.com" };
  const states = [[EVERYWHERE, EUROPE, stays], [EUROPE, stays], [EUROPE, stays], [stays]];
  sandbox.moto.inTurn(`GET ${RECORDS}`, states.map(listed));
  sandbox.moto.xml(`POST ${RECORDS}`, "<ChangeResourceRecordSetsResponse/>");
  const replies = await Promise.all([
    post([["DELETE", EVERYWHERE]]),
    post([["CREATE", {}]]),
    post([["DELETE", EUROPE]]),
  ]);
  expect(replies.map(({ status }) => status)).toEqual([200, 400, 200]);
  expect(sandbox.moto.received.map(({ method }) => method)).toEqual([
    "GET",
    "POST",
    "GET",
    "GET",
    "GET",
    "POST",
    "GET",
  ]);
});
