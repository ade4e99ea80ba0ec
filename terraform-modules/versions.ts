/** Ranges of Terraform and of the AWS provider that modules work with. */
export const VERSIONS = { terraform: ">= 1.11.0", aws: ">= 5.100.0, < 7.0.0" };
