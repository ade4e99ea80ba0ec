// Image repositories of the shared account.

export { Registry, type RegistryProps } from "./registry";
export { repositoryArn, repositoryName } from "./registry-policies";
