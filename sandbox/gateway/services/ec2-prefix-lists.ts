import { createHash } from "node:crypto";
import { type Form, formList, formRecords } from "../request";
import { xmlAnswer } from "../responses";
import { correctXml, type Handler } from "../service";
import { buildXml, elementAt, elementsAt, type XmlElement } from "../xml";

/** A prefix list that AWS maintains and moto does not have. */
interface PrefixList {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly family: "IPv4" | "IPv6";
  readonly entries: readonly string[];
}

/** Some of the addresses, from https://ip-ranges.amazonaws.com/ip-ranges.json. */
const HEALTH_CHECKERS = {
  IPv4: ["15.177.0.0/18", "54.183.255.128/26", "54.228.16.0/26", "54.232.40.64/26"],
  IPv6: ["2600:1f18:3fff:f800::/56", "2a05:d018:fff:f800::/53"],
} as const;

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html */
export const prefixLists: Readonly<Record<string, Handler>> = {
  DescribeManagedPrefixLists: correctXml((document, request) => {
    const response = elementAt(document, "DescribeManagedPrefixListsResponse");
    const ofMoto = elementsAt(elementAt(response, "prefixListSet"), "item");
    const asked = listsOf(request.region).filter((list) => isAskedFor(list, request.form));
    response.prefixListSet = { item: [...ofMoto, ...asked.map(describe)] };
  }),

  GetManagedPrefixListEntries: (request, context) => {
    const list = listsOf(request.region).find(({ id }) => id === request.form.PrefixListId);
    if (list === undefined) return context.passOn(request);
    const item = list.entries.map((cidr) => ({ cidr, description: "default" }));
    return xmlAnswer(buildXml({ GetManagedPrefixListEntriesResponse: { entrySet: { item } } }));
  },
};

function listsOf(region: string): PrefixList[] {
  return (["IPv4", "IPv6"] as const).map((family) => {
    const name = `com.amazonaws.${region}.${family === "IPv6" ? "ipv6." : ""}route53-healthchecks`;
    const id = `pl-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
    return {
      id,
      arn: `arn:aws:ec2:${region}:aws:prefix-list/${id}`,
      name,
      family,
      entries: HEALTH_CHECKERS[family],
    };
  });
}

/** Whether the ids and filters of the request, if there are any, fit the list. */
function isAskedFor({ id, name }: PrefixList, form: Form): boolean {
  const attributes: Readonly<Record<string, string>> = {
    "prefix-list-id": id,
    "prefix-list-name": name,
    "owner-id": "AWS",
  };
  const ids = formList(form, "PrefixListId.");
  const filters = formRecords(form, "Filter.");
  return (
    (ids.length === 0 || ids.includes(id)) &&
    filters.every((filter) => formList(filter, "Value.").includes(attributes[filter.Name ?? ""] ?? ""))
  );
}

function describe({ id, arn, name, family }: PrefixList): XmlElement {
  return {
    prefixListId: id,
    prefixListArn: arn,
    prefixListName: name,
    addressFamily: family,
    state: "create-complete",
    ownerId: "AWS",
  };
}
