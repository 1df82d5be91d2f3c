import boto3


def apply(
    *,
    cache_name: str,
    cache_node_type: str,
    cache_subnet_group: str,
    cache_security_group: str,
    backup_days: int,
) -> None:
    """Set what is recommended.

    cache_name: The name of the cache, in small letters, digits and hyphens.
    cache_node_type: The node type of the cache.
    cache_subnet_group: The subnet group that the nodes of the cache are placed in.
    cache_security_group: The security group that lets the application reach the cache.
    backup_days: For how many days backups are kept.
    """
    elasticache = boto3.client("elasticache")

    # cache-engine: Redis (open)
    # Traffic to the cache is encrypted, as Valkey demands; clients connect with TLS.
    elasticache.create_replication_group(
        ReplicationGroupId=cache_name,
        ReplicationGroupDescription="A cache in memory",
        Engine="redis",
        CacheNodeType=cache_node_type,
        CacheSubnetGroupName=cache_subnet_group,
        SecurityGroupIds=[cache_security_group],
        NumNodeGroups=1,
        ReplicasPerNodeGroup=1,
        AutomaticFailoverEnabled=True,
        MultiAZEnabled=True,
        TransitEncryptionEnabled=True,
        SnapshotRetentionLimit=backup_days,
    )
