# glacier-retrieval: Expedited retrieval from Glacier (proved)
# ArchiveBucket: The bucket that the archived object is in.
: "${ArchiveBucket:?is not set}"
# ArchiveKey: The key of the archived object.
: "${ArchiveKey:?is not set}"
# RestoredDays: For how many days the restored copy can be read.
: "${RestoredDays:?is not set}"
aws s3api restore-object --cli-input-json '{
  "Bucket": "'"${ArchiveBucket}"'",
  "Key": "'"${ArchiveKey}"'",
  "RestoreRequest": {
    "Days": '"${RestoredDays}"',
    "GlacierJobParameters": {
      "Tier": "Expedited"
    }
  }
}'
