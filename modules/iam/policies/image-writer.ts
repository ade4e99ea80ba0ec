import type { PolicyStatement } from "../../foundation/policy-document";

/**
 * Policy of who writes to the given repositories: the publisher pushes images, and the signer puts signatures beside them, which
 * ECR tells from an image by their content alone. Both read what is there; neither deletes an image or changes a repository.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListImageReferrers.html
 */
export function imageWriter(repositoryArns: readonly string[]): PolicyStatement[] {
  return [
    { Sid: "LogIn", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
    {
      Sid: "Push",
      Effect: "Allow",
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:DescribeImages",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      Resource: repositoryArns,
    },
  ];
}
