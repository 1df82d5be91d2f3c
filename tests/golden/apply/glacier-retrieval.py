import boto3


def apply(
    *,
    archive_bucket: str,
    archive_key: str,
    restored_days: int,
) -> None:
    """Set what is recommended.

    archive_bucket: The bucket that the archived object is in.
    archive_key: The key of the archived object.
    restored_days: For how many days the restored copy can be read.
    """
    s3 = boto3.client("s3")

    # glacier-retrieval: Expedited retrieval from Glacier (proved)
    s3.restore_object(
        Bucket=archive_bucket,
        Key=archive_key,
        RestoreRequest={"Days": restored_days, "GlacierJobParameters": {"Tier": "Expedited"}},
    )
