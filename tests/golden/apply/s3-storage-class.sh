# s3-storage-class: standard > standard-ia@30 days > glacier-deep-archive@365 days (proved)
# The class of an object is given when it is uploaded (StorageClass), and is Standard where nothing is
# said; a bucket has none of its own.
# The configuration takes the place of any other lifecycle configuration that the bucket has.
# Objects below 128 KB stay where they are, unless a rule has a size filter that says otherwise.
# The rule deletes the objects when their time is over. Leave the expiration out if you would rather
# do that yourself.
# BucketName: The name of the bucket, which no other bucket in the world has.
: "${BucketName:?is not set}"
# ObjectKey: The key of the object.
: "${ObjectKey:?is not set}"
# ObjectFile: The object itself, a file.
: "${ObjectFile:?is not set}"
aws s3api put-bucket-lifecycle-configuration --cli-input-json '{
  "Bucket": "'"${BucketName}"'",
  "LifecycleConfiguration": {
    "Rules": [
      {
        "ID": "by-age",
        "Status": "Enabled",
        "Filter": {
          "Prefix": ""
        },
        "Transitions": [
          {
            "Days": 30,
            "StorageClass": "STANDARD_IA"
          },
          {
            "Days": 365,
            "StorageClass": "DEEP_ARCHIVE"
          }
        ],
        "Expiration": {
          "Days": 2555
        }
      }
    ]
  }
}'
aws s3api put-object --body "${ObjectFile}" --cli-input-json '{"Bucket": "'"${BucketName}"'", "Key": "'"${ObjectKey}"'", "StorageClass": "STANDARD"}'
