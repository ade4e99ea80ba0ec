// KMS keys with their policies, and replicas of them in another region.

export { EncryptionKey, type EncryptionKeyProps, ReplicaKey, type ReplicaKeyProps } from "./encryption-key";
export { EncryptionKeys, type EncryptionKeysProps, MESSAGES_USE } from "./encryption-keys";
export { type KeyUse, keyPolicy } from "./key-policy";
