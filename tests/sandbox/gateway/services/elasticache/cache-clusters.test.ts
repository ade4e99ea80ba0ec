import { beforeEach, describe, expect, it } from "vitest";
import { elementAt, elementsAt, textAt } from "../../../../../sandbox/gateway/xml";
import { useSandbox } from "../../support";
import { call, createStore, createSurroundings, refused } from "./support";

const sandbox = useSandbox();
const ALONE = "<CacheCluster><CacheClusterId>alone</CacheClusterId></CacheCluster>";
const motoAnswers = (clusters: string, marker = "") =>
  sandbox.moto.xml(
    "DescribeCacheClusters",
    `<DescribeCacheClustersResponse><DescribeCacheClustersResult>${marker}<CacheClusters>${clusters}</CacheClusters></DescribeCacheClustersResult></DescribeCacheClustersResponse>`,
  );
const listed = async (form: Record<string, string> = {}) => {
  const { result } = await call(sandbox, "DescribeCacheClusters", form);
  return elementsAt(elementAt(result, "CacheClusters"), "CacheCluster").map((it) => textAt(it, "CacheClusterId"));
};

beforeEach(async () => {
  await createSurroundings(sandbox);
  await createStore(sandbox);
});

describe("DescribeCacheClusters", () => {
  it("finds a member by its id without moto", async () => {
    expect(await listed({ CacheClusterId: "store-002" })).toEqual(["store-002"]);
    expect(sandbox.moto.operations).not.toContain("DescribeCacheClusters");
  });

  it("finds any other cluster in moto", async () => {
    motoAnswers(ALONE);
    expect(await listed({ CacheClusterId: "alone" })).toEqual(["alone"]);
    const error =
      "<ErrorResponse><Error><Type>Sender</Type><Code>CacheClusterNotFound</Code><Message>none</Message></Error></ErrorResponse>";
    sandbox.moto.xml("DescribeCacheClusters", error, 404);
    expect(await call(sandbox, "DescribeCacheClusters", { CacheClusterId: "store-003" })).toEqual(
      refused("CacheClusterNotFound", "none", 404),
    );
  });

  it("lists members with what moto has, or alone", async () => {
    motoAnswers(ALONE);
    expect(await listed()).toEqual(["alone", "store-001", "store-002"]);
    motoAnswers("");
    expect(await listed()).toEqual(["store-001", "store-002"]);
  });

  it("lists members on the last page", async () => {
    motoAnswers(ALONE, "<Marker>next</Marker>");
    expect(await listed()).toEqual(["alone"]);
  });
});
