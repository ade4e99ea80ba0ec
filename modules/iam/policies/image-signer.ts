import type { PolicyStatement } from "../../foundation/policy-document";

/**
 * Policy of the image signer: read the images of the given repositories, and put signatures beside them. It signs with a key
 * whose own policy names it. ECR tells a signature from an image by its content alone, so this role can push as well.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListImageReferrers.html
 */
export function imageSigner(repositoryArns: readonly string[]): PolicyStatement[] {
  return [
    { Sid: "LogIn", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
    {
      Sid: "Attach",
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
