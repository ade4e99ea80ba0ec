import type { Context, Handler } from "../../service";
import { correctXml } from "../../service";
import { elementAt, elementsAt, textAt, type XmlElement } from "../../xml";
import { answer, replicationGroups } from "./model";
import { describeMember, memberIds } from "./replication-group-xml";

/** Members of replication groups, among the stand-alone clusters, which are moto's. */
export const cacheClusterOperations: Readonly<Record<string, Handler>> = {
  DescribeCacheClusters: (request, context) => {
    const id = request.form.CacheClusterId;
    if (id === undefined) return describeAll(request, context);
    const member = members(context).find(({ CacheClusterId }) => CacheClusterId === id);
    if (member === undefined) return context.passOn(request);
    return answer(request, { CacheClusters: { CacheCluster: [member] } });
  },
};

/** Moto's clusters, and the members on the last page. */
const describeAll = correctXml((document, _request, context) => {
  const result = elementAt(document, "DescribeCacheClustersResponse", "DescribeCacheClustersResult");
  if ((textAt(result, "Marker") ?? "") !== "") return;
  const alone = elementsAt(elementAt(result, "CacheClusters"), "CacheCluster");
  result.CacheClusters = { CacheCluster: [...alone, ...members(context)] };
});

function members(context: Context): XmlElement[] {
  return [...context.remembered(replicationGroups).values()].flatMap((group) =>
    memberIds(group).map((id) => describeMember(group, id, context.arn(`cluster:${id}`))),
  );
}
