import boto3


def apply(
    *,
    bucket_name: str,
    object_key: str,
    object_file: bytes,
) -> None:
    """Set what is recommended.

    bucket_name: The name of the bucket, which no other bucket in the world has.
    object_key: The key of the object.
    object_file: The object itself, a file.
    """
    s3 = boto3.client("s3")

    # s3-storage-class: standard > standard-ia@30 days > glacier-deep-archive@365 days (proved)
    # The class of an object is given when it is uploaded (StorageClass), and is Standard where nothing is
    # said; a bucket has none of its own.
    # The configuration takes the place of any other lifecycle configuration that the bucket has.
    # Objects below 128 KB stay where they are, unless a rule has a size filter that says otherwise.
    # The rule deletes the objects when their time is over. Leave the expiration out if you would rather
    # do that yourself.
    s3.put_bucket_lifecycle_configuration(
        Bucket=bucket_name,
        LifecycleConfiguration={
            "Rules": [
                {
                    "ID": "by-age",
                    "Status": "Enabled",
                    "Filter": {"Prefix": ""},
                    "Transitions": [
                        {"Days": 30, "StorageClass": "STANDARD_IA"},
                        {"Days": 365, "StorageClass": "DEEP_ARCHIVE"},
                    ],
                    "Expiration": {"Days": 2555},
                },
            ],
        },
    )
    s3.put_object(
        Bucket=bucket_name,
        Key=object_key,
        Body=object_file,
        StorageClass="STANDARD",
    )
