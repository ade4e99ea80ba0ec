import type { AwsRequest } from "../request";
import { type Context, correctXml, type Handler, isSuccess, type Service } from "../service";
import { Kind } from "../store";
import { elementAt, elementsAt, parseXml, textAt, type XmlElement } from "../xml";
import { globalClusterOperations, joinGlobalCluster, resultsOf, showReplicationSource } from "./rds-global-clusters";

const instanceSettings = new Kind<XmlElement>("monitoring and insights of a DB instance, by its identifier");

/** What moto drops of an instance: the parameter of the request by the field of the answer. */
const DROPPED: Readonly<Record<string, string>> = {
  MonitoringInterval: "MonitoringInterval",
  MonitoringRoleArn: "MonitoringRoleArn",
  PerformanceInsightsEnabled: "EnablePerformanceInsights",
  PerformanceInsightsKMSKeyId: "PerformanceInsightsKMSKeyId",
  PerformanceInsightsRetentionPeriod: "PerformanceInsightsRetentionPeriod",
};

/**
 * The certificate authority of an instance that names none. Moto has one that does not exist, and so each instance would
 * be modified and restarted. @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.SSL.html
 */
const DEFAULT_CERTIFICATE = "rds-ca-rsa2048-g1";

/**
 * RDS: moto drops the monitoring of instances, shows clusters a scaling that only Serverless v1 has, and does not say
 * where parameters come from. Global clusters are in a file of their own.
 */
export const rds: Service = {
  name: "rds",
  operations: {
    ...globalClusterOperations,
    ...onInstances("CreateDBInstance", remember),
    ...onInstances("ModifyDBInstance", remember),
    ...onInstances("DescribeDBInstances"),
    ...onInstances("RebootDBInstance"),
    ...onInstances("DeleteDBInstance", (request, context) => {
      context.remembered(instanceSettings).delete(request.form.DBInstanceIdentifier ?? "");
    }),
    ...onClusters("CreateDBCluster", joinGlobalCluster),
    ...onClusters("ModifyDBCluster"),
    ...onClusters("DescribeDBClusters"),
    ...onClusters("DeleteDBCluster"),

    // Moto loses the group that it changes: it is made anew, with its tags.
    ModifyDBSubnetGroup: async (request, context) => {
      const { DBSubnetGroupName = "" } = request.form;
      const tags = await tagsOfSubnetGroup(DBSubnetGroupName, context);
      const answer = await context.passOn(request);
      if (!isSuccess(answer)) return answer;
      const document = parseXml(answer.body.toString());
      const [group = {}] = resultsOf(document, request.action, "DBSubnetGroup");
      const subnets = Object.entries(request.form).filter(([name]) => name.startsWith("SubnetIds."));
      await context.callQuery("rds", {
        Action: "CreateDBSubnetGroup",
        DBSubnetGroupName,
        DBSubnetGroupDescription: textAt(group, "DBSubnetGroupDescription") ?? "",
        ...Object.fromEntries(subnets),
        ...tags,
      });
      return answer;
    },

    // Moto keeps the parameters that were set, and no others.
    DescribeDBParameters: correctXml((document) => {
      const parameters = elementAt(
        document,
        "DescribeDBParametersResponse",
        "DescribeDBParametersResult",
        "Parameters",
      );
      for (const parameter of elementsAt(parameters, "Parameter")) parameter.Source = "user";
    }),
  },
};

/** The tags of a subnet group, as parameters of a request that makes one. */
async function tagsOfSubnetGroup(name: string, context: Context): Promise<Readonly<Record<string, string>>> {
  const form = { Action: "ListTagsForResource", ResourceName: context.arn(`subgrp:${name}`) };
  const result = elementAt(
    await context.callQuery("rds", form),
    "ListTagsForResourceResponse",
    "ListTagsForResourceResult",
  );
  return Object.fromEntries(
    elementsAt(elementAt(result, "TagList"), "Tag").flatMap((tag, index) => [
      [`Tags.Tag.${index + 1}.Key`, textAt(tag, "Key") ?? ""],
      [`Tags.Tag.${index + 1}.Value`, textAt(tag, "Value") ?? ""],
    ]),
  );
}

/** A handler that has moto do something with instances, and then shows them with what moto dropped. */
function onInstances(
  action: string,
  change: (request: AwsRequest, context: Context) => void = () => {},
): Record<string, Handler> {
  const handler = correctXml((document, request, context) => {
    change(request, context);
    for (const instance of resultsOf(document, action, "DBInstance")) {
      const id = textAt(instance, "DBInstanceIdentifier") ?? "";
      if (textAt(instance, "CACertificateIdentifier") === "rds-ca-default") {
        instance.CACertificateIdentifier = DEFAULT_CERTIFICATE;
      }
      Object.assign(instance, context.remembered(instanceSettings).get(id));
    }
  });
  return { [action]: handler };
}

function remember({ form }: AwsRequest, context: Context): void {
  const settings = context.remembered(instanceSettings);
  const id = form.DBInstanceIdentifier ?? "";
  const asked = Object.entries(DROPPED).flatMap(([field, parameter]) =>
    form[parameter] === undefined ? [] : [[field, form[parameter]]],
  );
  settings.set(id, { ...settings.get(id), ...Object.fromEntries(asked) });
}

/** A handler that has moto do something with clusters, and then shows them as they are. */
function onClusters(
  action: string,
  change: (cluster: XmlElement, request: AwsRequest, context: Context) => void = () => {},
): Record<string, Handler> {
  const handler = correctXml((document, request, context) => {
    for (const cluster of resultsOf(document, action, "DBCluster")) {
      change(cluster, request, context);
      if (textAt(cluster, "EngineMode") !== "serverless") delete cluster.ScalingConfigurationInfo;
      showReplicationSource(cluster, context);
    }
  });
  return { [action]: handler };
}
