import { type AwsRequest, formList, formRecords } from "../request";
import { type Answer, AwsError, queryAnswer } from "../responses";
import type { Context, Handler } from "../service";
import { Kind } from "../store";
import { buildXml, elementAt, elementsAt, textAt, type XmlElement } from "../xml";

/** A global cluster. */
interface GlobalCluster {
  readonly id: string;
  readonly arn: string;
  readonly engine: string;
  readonly databaseName: string | undefined;
  readonly storageEncrypted: string;
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
 * Global clusters of RDS. Moto has them, but can neither change one nor move its writer, forgets its database,
 * protection and tags, and never lets go of a member in another region than us-east-1: here are all of them.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_GlobalCluster.html
 */
export const globalClusterOperations: Readonly<Record<string, Handler>> = {
  CreateGlobalCluster: async ({ action, form }, context) => {
    const { GlobalClusterIdentifier: id = "", SourceDBClusterIdentifier: sourceArn } = form;
    if (all(context).has(id)) {
      throw new AwsError("GlobalClusterAlreadyExistsFault", `Global cluster ${id} already exists`);
    }
    const source = sourceArn === undefined ? {} : await sourceOf(sourceArn, context);
    const engine = form.Engine ?? textAt(source, "Engine");
    const engineVersion = form.EngineVersion ?? textAt(source, "EngineVersion");
    if (engine === undefined || engineVersion === undefined) {
      throw new AwsError("InvalidParameterValue", "The local AWS needs Engine and EngineVersion of a global cluster");
    }
    const tags = formRecords(form, "Tags.Tag.").map(({ Key = "", Value = "" }): [string, string] => [Key, Value]);
    const cluster: GlobalCluster = {
      id,
      arn: `arn:aws:rds::${context.account}:global-cluster:${id}`,
      engine,
      databaseName: form.DatabaseName ?? textAt(source, "DatabaseName"),
      storageEncrypted: form.StorageEncrypted ?? textAt(source, "StorageEncrypted") ?? "false",
      tags: new Map(tags),
      engineVersion,
      deletionProtection: form.DeletionProtection ?? "false",
      members: new Set(sourceArn === undefined ? [] : [sourceArn]),
      writer: sourceArn,
    };
    all(context).set(id, cluster);
    return show(action, cluster);
  },

  DescribeGlobalClusters: ({ action, form: { GlobalClusterIdentifier: id } }, context) => {
    const shown = id === undefined ? [...all(context).values()] : [find(id, context)];
    // RDS calls the elements of both lists, of global clusters and of what is in one, by the same name.
    const list = { GlobalClusters: { GlobalClusterMember: shown.map(fieldsOf) } };
    return queryAnswer(action, buildXml(list));
  },

  ModifyGlobalCluster: ({ action, form }, context) => {
    const { GlobalClusterIdentifier, DeletionProtection, EngineVersion } = form;
    const cluster = find(GlobalClusterIdentifier, context);
    cluster.deletionProtection = DeletionProtection ?? cluster.deletionProtection;
    cluster.engineVersion = EngineVersion ?? cluster.engineVersion;
    return show(action, cluster);
  },

  DeleteGlobalCluster: ({ action, form }, context) => {
    const cluster = find(form.GlobalClusterIdentifier, context);
    const refuse = (why: string) =>
      new AwsError("InvalidGlobalClusterStateFault", `Global cluster ${cluster.id} ${why}`);
    if (cluster.deletionProtection === "true") throw refuse("has deletion protection");
    if (cluster.members.size > 0) throw refuse("is not empty");
    all(context).delete(cluster.id);
    return show(action, cluster);
  },

  RemoveFromGlobalCluster: ({ action, form }, context) => {
    const { GlobalClusterIdentifier, DbClusterIdentifier: arn = "" } = form;
    const cluster = find(GlobalClusterIdentifier, context);
    if (!cluster.members.has(arn)) {
      // The words by which the provider knows that there is nothing to do.
      throw new AwsError("InvalidParameterValue", `${arn} is not found in global cluster ${cluster.id}`);
    }
    if (cluster.writer === arn && cluster.members.size > 1) {
      throw new AwsError("InvalidGlobalClusterStateFault", "The writer cannot be removed before the other clusters");
    }
    cluster.members.delete(arn);
    return show(action, cluster);
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

/** The cluster that a global cluster is made of. */
async function sourceOf(arn: string, context: Context): Promise<XmlElement> {
  const action = "DescribeDBClusters";
  const document = await context.callQuery("rds", { Action: action, DBClusterIdentifier: arn });
  const clusters = elementAt(document, `${action}Response`, `${action}Result`, "DBClusters");
  return elementsAt(clusters, "DBCluster")[0] ?? {};
}

/** Notes that a cluster was made as a member of a global cluster. The first is its writer. */
export function joinGlobalCluster(cluster: XmlElement, { form }: AwsRequest, context: Context): void {
  if (form.GlobalClusterIdentifier === undefined) return;
  const joined = find(form.GlobalClusterIdentifier, context);
  const arn = textAt(cluster, "DBClusterArn") ?? "";
  joined.members.add(arn);
  joined.writer ??= arn;
}

/** Tells whether a cluster is a member of a global cluster. */
export function isInGlobalCluster(arn: string, context: Context): boolean {
  return [...all(context).values()].some(({ members }) => members.has(arn));
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
function moveWriter({ action, form }: AwsRequest, context: Context): Answer {
  const { GlobalClusterIdentifier, TargetDbClusterIdentifier: arn = "" } = form;
  const cluster = find(GlobalClusterIdentifier, context);
  mustBeMember(arn, cluster);
  cluster.writer = arn;
  return show(action, cluster);
}

function mustBeMember(arn: string, { id, members }: GlobalCluster): void {
  if (!members.has(arn)) throw new AwsError("DBClusterNotFoundFault", `${arn} is not in ${id}`, 404);
}

/** Answers what is about the tags of a global cluster; those of everything else moto has. */
function onTags(handler: (cluster: GlobalCluster, request: AwsRequest) => Answer): Handler {
  return (request, context) => {
    const named = [...all(context).values()].find(({ arn }) => arn === request.form.ResourceName);
    return named === undefined ? context.passOn(request) : handler(named, request);
  };
}

function show(action: string, cluster: GlobalCluster): Answer {
  return queryAnswer(action, buildXml({ GlobalCluster: fieldsOf(cluster) }));
}

function fieldsOf(cluster: GlobalCluster): XmlElement {
  const { id, databaseName, tags, members, writer } = cluster;
  const readers = [...members].filter((arn) => arn !== writer);
  return {
    GlobalClusterIdentifier: id,
    GlobalClusterResourceId: `cluster-${id}`,
    GlobalClusterArn: cluster.arn,
    Status: "available",
    Engine: cluster.engine,
    EngineVersion: cluster.engineVersion,
    ...(databaseName === undefined ? {} : { DatabaseName: databaseName }),
    StorageEncrypted: cluster.storageEncrypted,
    DeletionProtection: cluster.deletionProtection,
    Endpoint: `${id}.global-a1b2c3d4e5f6.global.rds.amazonaws.com`,
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
