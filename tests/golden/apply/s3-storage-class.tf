# s3-storage-class: standard > standard-ia@30 days > glacier-deep-archive@365 days (proved)
# The class of an object is given when it is uploaded (StorageClass), and is Standard where nothing is
# said; a bucket has none of its own.
# The configuration takes the place of any other lifecycle configuration that the bucket has.
# Objects below 128 KB stay where they are, unless a rule has a size filter that says otherwise.
# The rule deletes the objects when their time is over. Leave the expiration out if you would rather
# do that yourself.
# To be called besides:
#   aws s3api put-object --body "${ObjectFile}" --cli-input-json '{"Bucket": "'"${BucketName}"'", "Key": "'"${ObjectKey}"'", "StorageClass": "STANDARD"}'
#
# This has been parsed as HCL, and no more: let 'terraform validate' and 'terraform plan' see it.

variable "bucket_name" {
  type        = string
  description = "The name of the bucket, which no other bucket in the world has."
}

resource "aws_s3_bucket" "objects" {
  bucket = var.bucket_name
}

resource "aws_s3_bucket_lifecycle_configuration" "objects" {
  bucket = aws_s3_bucket.objects.id
  rule {
    id     = "by-age"
    status = "Enabled"
    filter {
      prefix = ""
    }
    transition {
      days          = 30
      storage_class = "STANDARD_IA"
    }
    transition {
      days          = 365
      storage_class = "DEEP_ARCHIVE"
    }
    expiration {
      days = 2555
    }
  }
}
