import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { roleName, type Site } from "../foundation/names";
import { policyDocument } from "../foundation/policy-document";
import { createOidcProviders } from "./access-roles";
import type { PipelineTrust } from "./access-settings";
import { imageWriter } from "./policies/image-writer";
import { pipelineTrust } from "./trust";

export interface ImagePublisherProps {
  /** The account of the registry. */
  readonly site: Site;
  /** The pipeline that builds images. */
  readonly trust: PipelineTrust;
  /** The pipeline that signs them, which runs no code of a service; `none` where nothing is signed. */
  readonly signer: PipelineTrust | "none";
  /** ARNs of the repositories that both write to. */
  readonly repositoryArns: readonly string[];
}

/**
 * The roles of the pipelines of images: the publisher pushes to the given repositories and does nothing else; the signer, if
 * there is one, puts signatures beside what was pushed.
 */
export class ImagePublisher extends Construct {
  readonly role: IamRole;
  readonly signer?: IamRole;
  /** ARN of each role by its name. */
  readonly roleArns: Readonly<Record<string, string>>;
  /** Id of the inline policy of each role by the same name. */
  readonly policies: Readonly<Record<string, string>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ImagePublisherProps,
  ) {
    super(scope, id);
    const { trust, signer } = props;
    createOidcProviders(this, signer === "none" ? [trust] : [trust, signer]);
    this.role = this.createRole("role", "image-publisher", "Pushes images", trust);
    const policy = this.createPolicy("policy", "image-publisher", this.role);
    this.roleArns = { "image-publisher": this.role.arn };
    this.policies = { "image-publisher": policy.id };
    if (signer === "none") return;
    this.signer = this.createRole("signer", "image-signer", "Signs images", signer);
    const signing = this.createPolicy("signer-policy", "image-signer", this.signer);
    this.roleArns = { ...this.roleArns, "image-signer": this.signer.arn };
    this.policies = { ...this.policies, "image-signer": signing.id };
  }

  private createRole(id: string, name: string, description: string, trust: PipelineTrust): IamRole {
    const { site } = this.props;
    return new IamRole(this, id, {
      name: roleName(this.node.path, site, name),
      description,
      assumeRolePolicy: policyDocument(pipelineTrust(trust, site.account)),
      maxSessionDuration: 3600,
    });
  }

  private createPolicy(id: string, name: string, role: IamRole): IamRolePolicy {
    const policy = policyDocument(imageWriter(this.props.repositoryArns));
    return new IamRolePolicy(this, id, { name, role: role.name, policy });
  }
}
