import { type AwsRequest, formList, formRecords } from "../request";
import { type Answer, AwsError, queryAnswer } from "../responses";
import { type Context, correctXml, type Handler, isSuccess } from "../service";
import { Kind } from "../store";
import { buildXml, elementAt, elementsAt, textAt, type XmlElement } from "../xml";

/** What moto does not know of a global cluster. */
interface GlobalCluster {
  readonly arn: string;
  readonly databaseName: string | undefined;
  readonly tags: Map<string, string>;
  engineVersion: string;
  deletionProtection: string;
  /** ARNs of the clusters in it, in the order in which they came. */
  readonly members: Set<string>;
  /** ARN of the one that takes the writes. */
  writer: string | undefined;
}

const globalClusters = new Kind<GlobalCluster>("RDS global cluster, by its identifier");

/** A global cluster is seen from every region. */
const EVERY_REGION = "";

/**
 * Global clusters of RDS: moto can neither change one nor move its writer, and forgets its database, protection and
 * tags. @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_GlobalCluster.html
 */
export const globalClusterOperations: Readonly<Record<string, Handler>> = {
  CreateGlobalCluster: correctXml((document, { form }, context) => {
    const [created] = resultsOf(document, "CreateGlobalCluster", "GlobalCluster");
    if (created === undefined) return;
    const tags = formRecords(form, "Tags.Tag.").map(({ Key = "", Value = "" }): [string, string] => [Key, Value]);
    const id = textAt(created, "GlobalClusterIdentifier") ?? "";
    const cluster = {
      arn: textAt(created, "GlobalClusterArn") ?? "",
      databaseName: form.DatabaseName,
      tags: new Map(tags),
      engineVersion: textAt(created, "EngineVersion") ?? "",
      deletionProtection: form.DeletionProtection ?? "false",
      members: new Set<string>(),
      writer: undefined,
    };
    all(context).set(id, cluster);
    Object.assign(created, fieldsOf(cluster));
  }),

  DescribeGlobalClusters: correctXml((document, { form }, context) => {
    const id = form.GlobalClusterIdentifier;
    if (id !== undefined) find(id, context);
    const shown = described(document).filter(
      (cluster) => id === undefined || textAt(cluster, "GlobalClusterIdentifier") === id,
    );
    for (const cluster of shown) {
      Object.assign(cluster, fieldsOf(find(textAt(cluster, "GlobalClusterIdentifier") ?? "", context)));
    }
    const result = elementAt(document, "DescribeGlobalClustersResponse", "DescribeGlobalClustersResult");
    result.GlobalClusters = { GlobalClusterMember: shown };
  }),

  ModifyGlobalCluster: (request, context) => {
    const { GlobalClusterIdentifier, DeletionProtection, EngineVersion } = request.form;
    const cluster = find(GlobalClusterIdentifier, context);
    cluster.deletionProtection = DeletionProtection ?? cluster.deletionProtection;
    cluster.engineVersion = EngineVersion ?? cluster.engineVersion;
    return show(request, context, cluster);
  },

  DeleteGlobalCluster: async (request, context) => {
    const id = request.form.GlobalClusterIdentifier;
    if (find(id, context).deletionProtection === "true") {
      throw new AwsError("InvalidGlobalClusterStateFault", `Global cluster ${id} has deletion protection`);
    }
    const answer = await context.passOn(request);
    if (isSuccess(answer)) all(context).delete(id ?? "");
    return answer;
  },

  RemoveFromGlobalCluster: async (request, context) => {
    const { GlobalClusterIdentifier, DbClusterIdentifier = "" } = request.form;
    const cluster = find(GlobalClusterIdentifier, context);
    if (!cluster.members.has(DbClusterIdentifier)) {
      throw new AwsError("DBClusterNotFoundFault", `${DbClusterIdentifier} is not in ${GlobalClusterIdentifier}`, 404);
    }
    if (cluster.writer === DbClusterIdentifier && cluster.members.size > 1) {
      throw new AwsError("InvalidGlobalClusterStateFault", "The writer cannot be removed before the other clusters");
    }
    const answer = await context.passOn(request);
    if (!isSuccess(answer)) return answer;
    cluster.members.delete(DbClusterIdentifier);
    return answer;
  },

  SwitchoverGlobalCluster: moveWriter,
  FailoverGlobalCluster: moveWriter,

  ListTagsForResource: onTags((cluster, { action }) => {
    const tags = [...cluster.tags].map(([Key, Value]) => ({ Key, Value }));
    return queryAnswer(action, buildXml({ TagList: { Tag: tags } }));
  }),
  AddTagsToResource: onTags((cluster, { action, form }) => {
    for (const { Key = "", Value = "" } of formRecords(form, "Tags.Tag.")) cluster.tags.set(Key, Value);
    return queryAnswer(action, "");
  }),
  RemoveTagsFromResource: onTags((cluster, { action, form }) => {
    for (const key of formList(form, "TagKeys.member.")) cluster.tags.delete(key);
    return queryAnswer(action, "");
  }),
};

/** Notes that a cluster was made as a member of a global cluster. The first is its writer. */
export function joinGlobalCluster(cluster: XmlElement, { form }: AwsRequest, context: Context): void {
  if (form.GlobalClusterIdentifier === undefined) return;
  const joined = find(form.GlobalClusterIdentifier, context);
  const arn = textAt(cluster, "DBClusterArn") ?? "";
  joined.members.add(arn);
  joined.writer ??= arn;
}

/** Shows a cluster that follows the writer of a global cluster whom it follows. */
export function showReplicationSource(cluster: XmlElement, context: Context): void {
  const arn = textAt(cluster, "DBClusterArn") ?? "";
  for (const { members, writer } of all(context).values()) {
    if (members.has(arn) && writer !== arn) cluster.ReplicationSourceIdentifier = writer;
  }
}

/** The structures of an answer: one, or those of the list that the plural of their name holds. */
export function resultsOf(document: XmlElement, action: string, name: string): XmlElement[] {
  const result = elementAt(document, `${action}Response`, `${action}Result`);
  return [...elementsAt(result, name), ...elementsAt(elementAt(result, `${name}s`), name)];
}

/** The Aurora failover between regions: the named member takes the writes from now on. */
function moveWriter(request: AwsRequest, context: Context): Promise<Answer> {
  const { GlobalClusterIdentifier, TargetDbClusterIdentifier = "" } = request.form;
  const cluster = find(GlobalClusterIdentifier, context);
  if (!cluster.members.has(TargetDbClusterIdentifier)) {
    throw new AwsError(
      "DBClusterNotFoundFault",
      `${TargetDbClusterIdentifier} is not in ${GlobalClusterIdentifier}`,
      404,
    );
  }
  cluster.writer = TargetDbClusterIdentifier;
  return show(request, context, cluster);
}

/** Answers what is about the tags of a global cluster; those of everything else moto has. */
function onTags(handler: (cluster: GlobalCluster, request: AwsRequest) => Answer): Handler {
  return (request, context) => {
    const named = [...all(context).values()].find(({ arn }) => arn === request.form.ResourceName);
    return named === undefined ? context.passOn(request) : handler(named, request);
  };
}

async function show(request: AwsRequest, context: Context, cluster: GlobalCluster): Promise<Answer> {
  const document = await context.callQuery("rds", { Action: "DescribeGlobalClusters", Version: "2014-10-31" });
  const shown = described(document).find((candidate) => textAt(candidate, "GlobalClusterArn") === cluster.arn);
  return queryAnswer(request.action, buildXml({ GlobalCluster: { ...shown, ...fieldsOf(cluster) } }));
}

/** RDS calls the elements of both lists, of global clusters and of what is in one, by the same name. */
function described(document: XmlElement): XmlElement[] {
  const result = elementAt(document, "DescribeGlobalClustersResponse", "DescribeGlobalClustersResult");
  return elementsAt(elementAt(result, "GlobalClusters"), "GlobalClusterMember");
}

function fieldsOf(cluster: GlobalCluster): XmlElement {
  const { databaseName, engineVersion, deletionProtection, tags, members, writer } = cluster;
  const readers = [...members].filter((arn) => arn !== writer);
  return {
    ...(databaseName === undefined ? {} : { DatabaseName: databaseName }),
    EngineVersion: engineVersion,
    DeletionProtection: deletionProtection,
    TagList: { Tag: [...tags].map(([Key, Value]) => ({ Key, Value })) },
    GlobalClusterMembers: {
      GlobalClusterMember: [...members].map((arn) => ({
        DBClusterArn: arn,
        IsWriter: String(arn === writer),
        Readers: { member: arn === writer ? readers : [] },
      })),
    },
  };
}

function all(context: Context): Map<string, GlobalCluster> {
  return context.remembered(globalClusters, EVERY_REGION);
}

function find(id: string | undefined, context: Context): GlobalCluster {
  const cluster = all(context).get(id ?? "");
  if (cluster === undefined) throw new AwsError("GlobalClusterNotFoundFault", `Global cluster ${id} not found`, 404);
  return cluster;
}
