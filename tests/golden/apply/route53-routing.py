import boto3


def apply(
    *,
    hosted_zone_id: str,
    record_name: str,
    country_code1: str,
    record_ttl: int,
    target_address1: str,
    country_code2: str,
    target_address2: str,
    other_address: str,
) -> None:
    """Set what is recommended.

    hosted_zone_id: The hosted zone that holds the name.
    record_name: The whole name, such as www.example.com.
    country_code1: The country whose users are led to the endpoint, in two letters. For a continent,
        use ContinentCode in place of CountryCode.
    record_ttl: For how many seconds resolvers may keep the answer. Short while the record is about
        to change, long where it is stable.
    target_address1: The IP address of the endpoint.
    country_code2: The country whose users are led to the endpoint, in two letters. For a continent,
        use ContinentCode in place of CountryCode.
    target_address2: The IP address of the endpoint.
    other_address: The IP address for everybody else.
    """
    route53 = boto3.client("route53")

    # route53-routing: Geolocation (assumed)
    route53.change_resource_record_sets(
        HostedZoneId=hosted_zone_id,
        ChangeBatch={
            "Changes": [
                {
                    "Action": "UPSERT",
                    "ResourceRecordSet": {
                        "Name": record_name,
                        "Type": "A",
                        "SetIdentifier": "endpoint-1",
                        "GeoLocation": {"CountryCode": country_code1},
                        "TTL": record_ttl,
                        "ResourceRecords": [{"Value": target_address1}],
                    },
                },
                {
                    "Action": "UPSERT",
                    "ResourceRecordSet": {
                        "Name": record_name,
                        "Type": "A",
                        "SetIdentifier": "endpoint-2",
                        "GeoLocation": {"CountryCode": country_code2},
                        "TTL": record_ttl,
                        "ResourceRecords": [{"Value": target_address2}],
                    },
                },
                {
                    "Action": "UPSERT",
                    "ResourceRecordSet": {
                        "Name": record_name,
                        "Type": "A",
                        "SetIdentifier": "otherwise",
                        "GeoLocation": {"CountryCode": "*"},
                        "TTL": record_ttl,
                        "ResourceRecords": [{"Value": other_address}],
                    },
                },
            ],
        },
    )
