// DNS, certificates, AWS WAF and the load balancer.

export { Certificates, type CertificatesProps, RegionalCertificate } from "./certificates";
export { DnsRecords, type DnsRecordsProps } from "./dns-records";
export { Firewall, type FirewallProps, LoadBalancerAcl } from "./firewall/firewall";
export type { FirewallSettings } from "./firewall/settings";
export type { Statement } from "./firewall/statements";
export { WebAcl, type WebAclProps } from "./firewall/web-acl";
export { GlobalRegion, type GlobalRegionProps } from "./global-region";
export { HostedZone, type HostedZoneProps } from "./hosted-zone";
export { LoadBalancer, type LoadBalancerProps } from "./load-balancer";
export type { HealthCheckMetrics, LoadBalancerMetrics, WebAclMetrics } from "./metrics";
export { OriginVerify, type OriginVerifyProps } from "./origin-verify";
export { RecoveryOrigin, type RecoveryOriginProps } from "./recovery-origin";
export { type EdgeSettings, edgeSettings } from "./settings";
