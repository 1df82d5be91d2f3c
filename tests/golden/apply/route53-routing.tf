# route53-routing: Geolocation (assumed)
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

variable "record_ttl" {
  type        = number
  description = "For how many seconds resolvers may keep the answer. Short while the record is about to change, long where it is stable."
}

variable "target_address1" {
  type        = string
  description = "The IP address of the endpoint."
}

variable "country_code1" {
  type        = string
  description = "The country whose users are led to the endpoint, in two letters. For a continent, use ContinentCode in place of CountryCode."
}

variable "target_address2" {
  type        = string
  description = "The IP address of the endpoint."
}

variable "country_code2" {
  type        = string
  description = "The country whose users are led to the endpoint, in two letters. For a continent, use ContinentCode in place of CountryCode."
}

variable "other_address" {
  type        = string
  description = "The IP address for everybody else."
}

resource "aws_route53_record" "endpoint_1" {
  zone_id        = var.hosted_zone_id
  name           = var.record_name
  type           = "A"
  set_identifier = "endpoint-1"
  ttl            = var.record_ttl
  records        = [var.target_address1]
  geolocation_routing_policy {
    country = var.country_code1
  }
}

resource "aws_route53_record" "endpoint_2" {
  zone_id        = var.hosted_zone_id
  name           = var.record_name
  type           = "A"
  set_identifier = "endpoint-2"
  ttl            = var.record_ttl
  records        = [var.target_address2]
  geolocation_routing_policy {
    country = var.country_code2
  }
}

resource "aws_route53_record" "otherwise" {
  zone_id        = var.hosted_zone_id
  name           = var.record_name
  type           = "A"
  set_identifier = "otherwise"
  ttl            = var.record_ttl
  records        = [var.other_address]
  geolocation_routing_policy {
    country = "*"
  }
}
