# cache-engine: Redis (open)
# Traffic to the cache is encrypted, as Valkey demands; clients connect with TLS.
# CacheName: The name of the cache, in small letters, digits and hyphens.
: "${CacheName:?is not set}"
# CacheNodeType: The node type of the cache.
: "${CacheNodeType:?is not set}"
# CacheSubnetGroup: The subnet group that the nodes of the cache are placed in.
: "${CacheSubnetGroup:?is not set}"
# CacheSecurityGroup: The security group that lets the application reach the cache.
: "${CacheSecurityGroup:?is not set}"
# BackupDays: For how many days backups are kept.
: "${BackupDays:?is not set}"
aws elasticache create-replication-group --cli-input-json '{
  "ReplicationGroupId": "'"${CacheName}"'",
  "ReplicationGroupDescription": "A cache in memory",
  "Engine": "redis",
  "CacheNodeType": "'"${CacheNodeType}"'",
  "CacheSubnetGroupName": "'"${CacheSubnetGroup}"'",
  "SecurityGroupIds": [
    "'"${CacheSecurityGroup}"'"
  ],
  "NumNodeGroups": 1,
  "ReplicasPerNodeGroup": 1,
  "AutomaticFailoverEnabled": true,
  "MultiAZEnabled": true,
  "TransitEncryptionEnabled": true,
  "SnapshotRetentionLimit": '"${BackupDays}"'
}'
