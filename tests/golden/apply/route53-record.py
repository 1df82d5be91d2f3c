import boto3


def apply(
    *,
    hosted_zone_id: str,
    record_name: str,
    alias_name: str,
    alias_zone_id: str,
) -> None:
    """Set what is recommended.

    hosted_zone_id: The hosted zone that holds the name.
    record_name: The whole name, such as www.example.com.
    alias_name: The DNS name of the AWS resource that the name leads to.
    alias_zone_id: The hosted zone of that AWS resource, which its service tells.
    """
    route53 = boto3.client("route53")

    # route53-record: Alias (proved)
    route53.change_resource_record_sets(
        HostedZoneId=hosted_zone_id,
        ChangeBatch={
            "Changes": [
                {
                    "Action": "UPSERT",
                    "ResourceRecordSet": {
                        "Name": record_name,
                        "Type": "A",
                        "AliasTarget": {
                            "DNSName": alias_name,
                            "HostedZoneId": alias_zone_id,
                            "EvaluateTargetHealth": True,
                        },
                    },
                },
            ],
        },
    )
