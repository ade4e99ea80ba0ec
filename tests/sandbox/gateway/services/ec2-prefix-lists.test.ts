import { describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const ec2 = (form: Record<string, string>, region?: string) => sandbox.query("ec2", form, region);

const ID = "pl-57f20079";
const CLOUDFRONT =
  "<item><prefixListId>pl-1</prefixListId><prefixListName>com.amazonaws.global.cloudfront.origin-facing</prefixListName></item>";
const answer = (lists: string) =>
  `<DescribeManagedPrefixListsResponse><prefixListSet>${lists}</prefixListSet></DescribeManagedPrefixListsResponse>`;
const named = (...names: string[]) => ({
  Action: "DescribeManagedPrefixLists",
  "Filter.1.Name": "prefix-list-name",
  ...Object.fromEntries(names.map((name, index) => [`Filter.1.Value.${index + 1}`, name])),
});
const namesIn = (text: string) => [...text.matchAll(/<prefixListName>([^<]+)/g)].map(([, name]) => name);

describe("DescribeManagedPrefixLists", () => {
  it("has the lists of Route 53's health checkers beside those of moto", async () => {
    sandbox.moto.xml("DescribeManagedPrefixLists", answer(CLOUDFRONT));
    const { text } = await ec2({ Action: "DescribeManagedPrefixLists" }, "eu-west-1");
    expect(namesIn(text)).toEqual([
      "com.amazonaws.global.cloudfront.origin-facing",
      "com.amazonaws.eu-west-1.route53-healthchecks",
      "com.amazonaws.eu-west-1.ipv6.route53-healthchecks",
    ]);
  });

  it("finds one by its name", async () => {
    sandbox.moto.xml("DescribeManagedPrefixLists", answer(""));
    const { text } = await ec2(named("com.amazonaws.us-east-1.route53-healthchecks"));
    expect(text).toBe(
      answer(
        `<item><prefixListId>${ID}</prefixListId><prefixListArn>arn:aws:ec2:us-east-1:aws:prefix-list/${ID}</prefixListArn>` +
          "<prefixListName>com.amazonaws.us-east-1.route53-healthchecks</prefixListName><addressFamily>IPv4</addressFamily>" +
          "<state>create-complete</state><ownerId>AWS</ownerId></item>",
      ),
    );
  });

  it("finds one by its id", async () => {
    sandbox.moto.xml("DescribeManagedPrefixLists", answer(""));
    const { text } = await ec2({ Action: "DescribeManagedPrefixLists", "PrefixListId.1": ID });
    expect(namesIn(text)).toEqual(["com.amazonaws.us-east-1.route53-healthchecks"]);
  });

  it("does not show them to who asks for others", async () => {
    sandbox.moto.xml("DescribeManagedPrefixLists", answer(CLOUDFRONT));
    for (const form of [
      named("com.amazonaws.global.cloudfront.origin-facing"),
      { Action: "DescribeManagedPrefixLists", "PrefixListId.1": "pl-1" },
      { Action: "DescribeManagedPrefixLists", "Filter.1.Name": "tag:Name", "Filter.1.Value.1": "lms" },
    ]) {
      expect((await ec2(form)).text).toBe(answer(CLOUDFRONT));
    }
  });

  it("passes on an error", async () => {
    const error = "<Response><Errors><Error><Code>Bad</Code><Message>no</Message></Error></Errors></Response>";
    sandbox.moto.xml("DescribeManagedPrefixLists", error, 400);
    expect(await ec2({ Action: "DescribeManagedPrefixLists" })).toEqual({ status: 400, text: error });
  });
});

describe("GetManagedPrefixListEntries", () => {
  it("gives addresses of the health checkers", async () => {
    const { status, text } = await ec2({ Action: "GetManagedPrefixListEntries", PrefixListId: ID });
    expect(status).toBe(200);
    expect(text).toContain("<entrySet><item><cidr>15.177.0.0/18</cidr><description>default</description></item>");
  });

  it("asks moto for other lists, and passes on its error", async () => {
    const error = "<Response><Errors><Error><Code>InvalidPrefixListID.NotFound</Code></Error></Errors></Response>";
    sandbox.moto.xml("GetManagedPrefixListEntries", error, 400);
    const reply = await ec2({ Action: "GetManagedPrefixListEntries", PrefixListId: "pl-0" });
    expect(reply).toEqual({ status: 400, text: error });
  });
});
