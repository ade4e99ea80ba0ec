import { formRecords } from "../request";
import { correctXml, type Service } from "../service";
import { Kind } from "../store";
import { elementAt, elementsAt, textAt, type XmlElement } from "../xml";
import { accountSettings } from "./ec2-account-settings";
import { prefixLists } from "./ec2-prefix-lists";
import { securityGroupRules } from "./ec2-security-group-rules";

const flowLogDestinations = new Kind<XmlElement>("DestinationOptions of a flow log, by flow log id");

/**
 * EC2: moto drops some settings of network resources, invents a tag specification of launch templates,
 * and does not show the tags that they got later.
 */
export const ec2: Service = {
  name: "ec2",
  operations: {
    ...securityGroupRules,
    ...accountSettings,
    ...prefixLists,

    CreateDhcpOptions: correctXml(async (document, request, context) => {
      const created = elementAt(document, "CreateDhcpOptionsResponse", "dhcpOptions");
      const tags = formRecords(request.form, "TagSpecification.").flatMap((specification) =>
        formRecords(specification, "Tag."),
      );
      if (tags.length === 0) return;
      const form: Record<string, string> = {
        Action: "CreateTags",
        "ResourceId.1": textAt(created, "dhcpOptionsId") ?? "",
      };
      tags.forEach((tag, index) => {
        form[`Tag.${index + 1}.Key`] = tag.Key ?? "";
        form[`Tag.${index + 1}.Value`] = tag.Value ?? "";
      });
      await context.callQuery("ec2", form);
      created.tagSet = { item: tags.map(({ Key: key = "", Value: value = "" }) => ({ key, value })) };
    }),

    CreateFlowLogs: correctXml((document, request, context) => {
      const { form } = request;
      if (form["DestinationOptions.FileFormat"] === undefined) return;
      const options = {
        fileFormat: form["DestinationOptions.FileFormat"],
        hiveCompatiblePartitions: form["DestinationOptions.HiveCompatiblePartitions"] ?? "false",
        perHourPartition: form["DestinationOptions.PerHourPartition"] ?? "false",
      };
      for (const id of strings(elementAt(document, "CreateFlowLogsResponse", "flowLogIdSet").item)) {
        context.remembered(flowLogDestinations).set(id, options);
      }
    }),

    DescribeFlowLogs: correctXml((document, _request, context) => {
      for (const flowLog of elementsAt(elementAt(document, "DescribeFlowLogsResponse", "flowLogSet"), "item")) {
        const options = context.remembered(flowLogDestinations).get(textAt(flowLog, "flowLogId") ?? "");
        if (options !== undefined) flowLog.destinationOptions = options;
      }
    }),

    // Moto shows those that a template was made with for ever.
    DescribeLaunchTemplates: correctXml(async (document, _request, context) => {
      const templates = elementAt(document, "DescribeLaunchTemplatesResponse", "launchTemplates");
      for (const template of elementsAt(templates, "item")) {
        const id = textAt(template, "launchTemplateId") ?? "";
        const filter = { "Filter.1.Name": "resource-id", "Filter.1.Value.1": id };
        const answer = await context.callQuery("ec2", { Action: "DescribeTags", ...filter });
        const tags = elementsAt(elementAt(answer, "DescribeTagsResponse", "tagSet"), "item");
        const texts = tags.map((tag) => ({ key: textAt(tag, "key") ?? "", value: textAt(tag, "value") ?? "" }));
        template.tagSet = { item: texts };
      }
    }),

    // The tags of the template itself are not among those that it gives to what it launches.
    DescribeLaunchTemplateVersions: correctXml((document) => {
      const versions = elementAt(document, "DescribeLaunchTemplateVersionsResponse", "launchTemplateVersionSet");
      for (const version of elementsAt(versions, "item")) {
        const specifications = elementAt(version, "launchTemplateData", "tagSpecificationSet");
        specifications.item = elementsAt(specifications, "item").filter(
          (specification) => textAt(specification, "resourceType") !== "launch-template",
        );
      }
    }),
  },
};

function strings(node: unknown): string[] {
  return Array.isArray(node) ? node.filter((item) => typeof item === "string") : [];
}
