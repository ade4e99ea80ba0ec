import type { PolicyStatement } from "../../foundation/policy-document";

/**
 * Policy of the image publisher: push images to the given repositories, and read them. It cannot delete an image or change a repository.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 */
export function imagePublisher(repositoryArns: readonly string[]): PolicyStatement[] {
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
        "ecr:ListImages",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      Resource: repositoryArns,
    },
  ];
}
