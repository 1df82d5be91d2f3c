# cache-engine: Redis (open)
# Traffic to the cache is encrypted, as Valkey demands; clients connect with TLS.
#
# This has been parsed as HCL, and no more: let 'terraform validate' and 'terraform plan' see it.

variable "cache_name" {
  type        = string
  description = "The name of the cache, in small letters, digits and hyphens."
}

variable "cache_node_type" {
  type        = string
  description = "The node type of the cache."
}

variable "cache_subnet_group" {
  type        = string
  description = "The subnet group that the nodes of the cache are placed in."
}

variable "cache_security_group" {
  type        = string
  description = "The security group that lets the application reach the cache."
}

variable "backup_days" {
  type        = number
  description = "For how many days backups are kept."
}

resource "aws_elasticache_replication_group" "cache" {
  replication_group_id       = var.cache_name
  description                = "A cache in memory"
  engine                     = "redis"
  node_type                  = var.cache_node_type
  subnet_group_name          = var.cache_subnet_group
  security_group_ids         = [var.cache_security_group]
  num_node_groups            = 1
  replicas_per_node_group    = 1
  automatic_failover_enabled = true
  multi_az_enabled           = true
  transit_encryption_enabled = true
  snapshot_retention_limit   = var.backup_days
}
