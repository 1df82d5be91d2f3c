# glacier-retrieval: Expedited retrieval from Glacier (proved)
# A retrieval is asked for object by object when it is needed, so no template can hold it.
# To be called besides:
#   aws s3api restore-object --cli-input-json '{
#     "Bucket": "'"${ArchiveBucket}"'",
#     "Key": "'"${ArchiveKey}"'",
#     "RestoreRequest": {
#       "Days": '"${RestoredDays}"',
#       "GlacierJobParameters": {
#         "Tier": "Expedited"
#       }
#     }
#   }'
