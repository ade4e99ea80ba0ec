# The reader of the pages: what they know beside them, and what they put back. Sourced by run.ts with
#   SECTION, CODE  the heading above the snippet, and the snippet
#   CLI            the AWS CLI, as the account's administrator and not on record
# A new command in docs/ mostly needs a line in `know`; a test says which.

# The first of what a command lists: first SERVICE COMMAND QUERY [OPTION...]
first() { "$CLI" "$1" "$2" --query "$3 | [0]" --output text "${@:4}"; }
queue() { "$CLI" sqs get-queue-url --queue-name "$1" --query QueueUrl --output text; }
group() { "$CLI" ec2 describe-security-groups --region eu-west-1 --filters "Name=group-name,Values=$1" --query 'SecurityGroups[0].GroupId' --output text; }

# What to put in for a name, by section or in all.
know() {
  case "$SECTION: $1" in
    *": GLOBAL") echo "$P" ;;
    *": HOME_CLUSTER") first rds describe-db-clusters 'DBClusters[].DBClusterArn' --db-cluster-identifier "$P" --region us-east-1 ;;
    *": RECOVERY_CLUSTER") first rds describe-db-clusters 'DBClusters[].DBClusterArn' --db-cluster-identifier "$P-recovery" --region eu-west-1 ;;
    *": WORKLOADS") [ "$(group sandbox-workloads)" != None ] || "$CLI" ec2 create-security-group --region eu-west-1 --group-name sandbox-workloads \
        --description "What was made to connect" --vpc-id "$(first ec2 describe-vpcs 'Vpcs[].VpcId' --region eu-west-1 --filters Name=is-default,Values=false)" > /dev/null
      group sandbox-workloads ;;
    "Site health: ID") first route53 list-health-checks 'HealthChecks[].Id' ;;
    "Firewall: ID") echo 1-5f3c9a1b-0123456789abcdef01234567 ;;
    "Certificates: ARN") first acm list-certificates 'CertificateSummaryList[].CertificateArn' ;;
    "Backups: ARN") first rds describe-db-clusters 'DBClusters[].DBClusterArn' --db-cluster-identifier "$P" ;;
    *": the_restored_cluster") echo awsbackup-restore-test-1 ;;
    *": JOB") echo 5f3c9a1b-0123-4567-89ab-cdef01234567 ;;
    *": RTO" | *": RPO") echo 0 ;;
    *": the_site") echo learn.example.com ;;
    *": ZONE") first route53 list-hosted-zones 'HostedZones[].Id' ;;
    *": LB") first elbv2 describe-load-balancers 'LoadBalancers[].LoadBalancerArn' --names "$P" ;;
    *": cluster_ARN") first eks describe-cluster '[cluster.arn]' --name "$P" ;;
    *": subnet") first ec2 describe-subnets 'Subnets[].SubnetId' --filters "Name=tag:Tier,Values=private-app" ;;
    *": zone_id") first ec2 describe-availability-zones 'AvailabilityZones[].ZoneId' ;;
    *": why") echo errors ;;
    *": environment") echo "${P#lms-}" ;;
    *": store") echo sessions ;;
    *": TG") first elbv2 describe-target-groups 'TargetGroups[].TargetGroupArn' ;;
    *": NAT") first ec2 describe-nat-gateways 'NatGateways[].NatGatewayId' ;;
    *": NODE" | *": node") echo ip-10-0-0-1.ec2.internal ;;
    *": its_id") echo i-0123456789abcdef0 ;;
    *": NS" | *": namespace") echo core-services ;;
    *": POD" | *": service") echo courses ;;
    *": function") echo video-submit ;;
    *": BUCKET" | *": bucket") first s3api list-buckets "Buckets[?starts_with(Name,'$P-media-')].Name" ;;
    *": KEY" | *": key") echo uploads/sandbox/lecture.mp4 ;;
    *": VERSION_ID") first s3api list-object-versions 'Versions[].VersionId' --bucket "$(know BUCKET)" --prefix "$(know KEY)" ;;
    *": queue") echo notifications-outbound ;;
    "Videos: URL") queue "$P-video-failures" ;;
    "Queues: its_ARN") "$CLI" sqs get-queue-attributes --queue-url "$(queue "$P-notifications-outbound-dead-letters")" --attribute-names QueueArn --query Attributes.QueueArn --output text ;;
    *": the_group") echo "$P" ;;
    *": the_topic_s_ARN") first sns list-topics "Topics[?ends_with(TopicArn,':$P-warning')].TopicArn" ;;
    *": version") echo 16.6 ;;
    *) return 1 ;;
  esac
}

# What has happened before a snippet is run.
happened() {
  case "$SECTION: $CODE" in
    Videos:*receive-message*) "$CLI" sqs send-message --queue-url "$(queue "$P-video-failures")" \
        --message-body '{"requestPayload":{"detail-type":"MediaConvert Job State Change"}}' > /dev/null ;;
  esac
}

# What a command within a sentence leaves out.
left_out() {
  case "$CODE" in
    "aws kms describe-key") echo "--key-id alias/$P-data" ;;
    "aws secretsmanager stop-replication-to-replica") echo "--region eu-west-1 --secret-id lms/${P#lms-}/database/master" ;;
    "aws ssm put-parameter --type SecureString") echo "--name /sandbox/parameter --value none --overwrite" ;;
  esac
}

# Why a snippet is not run on the local AWS; nothing for one that is.
not_run() {
  case "$CODE" in
    *terminate-instance*) echo "nodes are no instances here" ;;
    *put-restore-validation-result* | *the_restored_cluster*) echo "nothing is ever restored here" ;;
    *modify-db-cluster* | *modify-global-cluster*) echo "a version that no platform has yet" ;;
    *"lambda invoke"*) echo "the step at work has the functions run as themselves" ;;
    *"/redis/"*) echo "the stores of prod take no passwords" ;;
    *delete-secret* | *restore-secret*) echo "npm run sandbox -- edits prod moves the second region" ;;
    *stop-replication-to-replica*) echo "Terraform would make the replica again" ;;
  esac
}

# Puts back what a snippet has changed on purpose.
put_back() {
  case "$CODE" in
    *"ssm put-parameter"*) "$CLI" ssm delete-parameter --name /sandbox/parameter ;;
    *restore-db-cluster-to-point-in-time*)
      "$CLI" rds delete-db-instance --db-instance-identifier "$P-restored-1" --skip-final-snapshot
      "$CLI" rds modify-db-cluster --db-cluster-identifier "$P-restored" --no-deletion-protection --apply-immediately
      "$CLI" rds delete-db-cluster --db-cluster-identifier "$P-restored" --skip-final-snapshot ;;
    *authorize-security-group-ingress*)
      "$CLI" ec2 revoke-security-group-ingress --region eu-west-1 --protocol tcp --port 5432 --source-group "$(group sandbox-workloads)" \
        --group-id "$("$CLI" ec2 describe-security-groups --region eu-west-1 --filters "Name=tag:Name,Values=$P-recovery-postgresql" --query 'SecurityGroups[0].GroupId' --output text)"
      "$CLI" ec2 delete-security-group --region eu-west-1 --group-id "$(group sandbox-workloads)" ;;
    *modify-subnet-attribute*) "$CLI" ec2 modify-subnet-attribute --subnet-id "$(know subnet)" --no-map-public-ip-on-launch ;;
    *set-alarm-state*) "$CLI" cloudwatch set-alarm-state --alarm-name "$P-alerts-weekly-test" --state-value OK --state-reason "The test is over." ;;
  esac > /dev/null
}
