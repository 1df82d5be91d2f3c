# route53-record: Alias (proved)
# HostedZoneId: The hosted zone that holds the name.
: "${HostedZoneId:?is not set}"
# RecordName: The whole name, such as www.example.com.
: "${RecordName:?is not set}"
# AliasName: The DNS name of the AWS resource that the name leads to.
: "${AliasName:?is not set}"
# AliasZoneId: The hosted zone of that AWS resource, which its service tells.
: "${AliasZoneId:?is not set}"
aws route53 change-resource-record-sets --cli-input-json '{
  "HostedZoneId": "'"${HostedZoneId}"'",
  "ChangeBatch": {
    "Changes": [
      {
        "Action": "UPSERT",
        "ResourceRecordSet": {
          "Name": "'"${RecordName}"'",
          "Type": "A",
          "AliasTarget": {
            "DNSName": "'"${AliasName}"'",
            "HostedZoneId": "'"${AliasZoneId}"'",
            "EvaluateTargetHealth": true
          }
        }
      }
    ]
  }
}'
