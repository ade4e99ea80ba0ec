import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { roleName, type Site } from "../foundation/names";
import { policyDocument } from "../foundation/policy-document";
import { createOidcProviders } from "./access-roles";
import type { PipelineTrust } from "./access-settings";
import { imagePublisher } from "./policies/image-publisher";
import { pipelineTrust } from "./trust";

export interface ImagePublisherProps {
  /** The account of the registry. */
  readonly site: Site;
  /** The pipeline that builds images. */
  readonly trust: PipelineTrust;
  /** ARNs of the repositories that it pushes to. */
  readonly repositoryArns: readonly string[];
}

/** The role of the pipeline that builds images: it pushes to the given repositories and does nothing else. */
export class ImagePublisher extends Construct {
  readonly role: IamRole;
  /** ARN of the role by its name. */
  readonly roleArns: Readonly<Record<string, string>>;
  /** Id of its inline policy by the same name. */
  readonly policies: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { site, trust, repositoryArns }: ImagePublisherProps) {
    super(scope, id);
    createOidcProviders(this, [trust]);
    this.role = new IamRole(this, "role", {
      name: roleName(this.node.path, site, "image-publisher"),
      description: "Pushes images",
      assumeRolePolicy: policyDocument(pipelineTrust(trust, site.account)),
      maxSessionDuration: 3600,
    });
    const policy = new IamRolePolicy(this, "policy", {
      name: "image-publisher",
      role: this.role.name,
      policy: policyDocument(imagePublisher(repositoryArns)),
    });
    this.roleArns = { "image-publisher": this.role.arn };
    this.policies = { "image-publisher": policy.id };
  }
}
