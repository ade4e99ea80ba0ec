import { all, any, arn, arnIn, arns, created, each, on, passes, serviceTable } from "../table";

const repository = arn("repository/{repositoryName}");

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html */
export const ecr = serviceTable(
  { name: "ecr" },
  {
    CreateRepository: created(repository),
    DescribeRepositories: on(arns("repository/{}", "repositoryNames")),
    ...each(
      on(repository),
      "DeleteLifecyclePolicy",
      "DeleteRepository",
      "DeleteRepositoryPolicy",
      "GetLifecyclePolicy",
      "GetRepositoryPolicy",
      "PutImageScanningConfiguration",
      "PutImageTagMutability",
      "PutLifecyclePolicy",
      "SetRepositoryPolicy",
    ),
    // What a template does is done as its maker.
    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-iam.html
    ...each(
      all(on(any), passes("ecr.amazonaws.com", "customRoleArn")),
      "CreateRepositoryCreationTemplate",
      "UpdateRepositoryCreationTemplate",
    ),
    ...each(
      on(any),
      "DeleteRegistryPolicy",
      "DeleteRepositoryCreationTemplate",
      "DescribeRegistry",
      "DescribeRepositoryCreationTemplates",
      "GetRegistryPolicy",
      "GetRegistryScanningConfiguration",
      "PutRegistryPolicy",
      "PutRegistryScanningConfiguration",
      "PutReplicationConfiguration",
    ),
    ...each(on(arnIn("resourceArn")), "ListTagsForResource", "TagResource", "UntagResource"),
  },
);
