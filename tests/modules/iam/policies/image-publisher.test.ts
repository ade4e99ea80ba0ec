import { describe, expect, it } from "vitest";
import { imagePublisher } from "../../../../modules/iam/policies/image-publisher";

describe("the image publisher", () => {
  const statements = imagePublisher(["arn:aws:ecr:us-east-1:555555555555:repository/lms/web"]);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual(["LogIn", "Push"]);
  });

  it("log in", () => {
    expect(statement("LogIn")).toEqual({
      Sid: "LogIn",
      Effect: "Allow",
      Action: ["ecr:GetAuthorizationToken"],
      Resource: "*",
    });
  });

  it("push", () => {
    expect(statement("Push")).toEqual({
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
      Resource: ["arn:aws:ecr:us-east-1:555555555555:repository/lms/web"],
    });
  });
});
