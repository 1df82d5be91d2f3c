# route53-record: Alias (proved)
#
# This has been parsed as HCL, and no more: let 'terraform validate' and 'terraform plan' see it.

variable "hosted_zone_id" {
  type        = string
  description = "The hosted zone that holds the name."
}

variable "record_name" {
  type        = string
  description = "The whole name, such as www.example.com."
}

variable "alias_name" {
  type        = string
  description = "The DNS name of the AWS resource that the name leads to."
}

variable "alias_zone_id" {
  type        = string
  description = "The hosted zone of that AWS resource, which its service tells."
}

resource "aws_route53_record" "record" {
  zone_id = var.hosted_zone_id
  name    = var.record_name
  type    = "A"
  alias {
    name                   = var.alias_name
    zone_id                = var.alias_zone_id
    evaluate_target_health = true
  }
}
