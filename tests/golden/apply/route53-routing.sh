# route53-routing: Geolocation (assumed)
# HostedZoneId: The hosted zone that holds the name.
: "${HostedZoneId:?is not set}"
# RecordName: The whole name, such as www.example.com.
: "${RecordName:?is not set}"
# CountryCode1: The country whose users are led to the endpoint, in two letters. For a continent, use
# ContinentCode in place of CountryCode.
: "${CountryCode1:?is not set}"
# RecordTtl: For how many seconds resolvers may keep the answer. Short while the record is about to
# change, long where it is stable.
: "${RecordTtl:?is not set}"
# TargetAddress1: The IP address of the endpoint.
: "${TargetAddress1:?is not set}"
# CountryCode2: The country whose users are led to the endpoint, in two letters. For a continent, use
# ContinentCode in place of CountryCode.
: "${CountryCode2:?is not set}"
# TargetAddress2: The IP address of the endpoint.
: "${TargetAddress2:?is not set}"
# OtherAddress: The IP address for everybody else.
: "${OtherAddress:?is not set}"
aws route53 change-resource-record-sets --cli-input-json '{
  "HostedZoneId": "'"${HostedZoneId}"'",
  "ChangeBatch": {
    "Changes": [
      {
        "Action": "UPSERT",
        "ResourceRecordSet": {
          "Name": "'"${RecordName}"'",
          "Type": "A",
          "SetIdentifier": "endpoint-1",
          "GeoLocation": {
            "CountryCode": "'"${CountryCode1}"'"
          },
          "TTL": '"${RecordTtl}"',
          "ResourceRecords": [
            {
              "Value": "'"${TargetAddress1}"'"
            }
          ]
        }
      },
      {
        "Action": "UPSERT",
        "ResourceRecordSet": {
          "Name": "'"${RecordName}"'",
          "Type": "A",
          "SetIdentifier": "endpoint-2",
          "GeoLocation": {
            "CountryCode": "'"${CountryCode2}"'"
          },
          "TTL": '"${RecordTtl}"',
          "ResourceRecords": [
            {
              "Value": "'"${TargetAddress2}"'"
            }
          ]
        }
      },
      {
        "Action": "UPSERT",
        "ResourceRecordSet": {
          "Name": "'"${RecordName}"'",
          "Type": "A",
          "SetIdentifier": "otherwise",
          "GeoLocation": {
            "CountryCode": "*"
          },
          "TTL": '"${RecordTtl}"',
          "ResourceRecords": [
            {
              "Value": "'"${OtherAddress}"'"
            }
          ]
        }
      }
    ]
  }
}'
