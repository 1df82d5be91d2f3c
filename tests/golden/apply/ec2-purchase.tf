# ec2-purchase: Reserved base with Spot peaks (assumed)
# The group keeps the base on demand. A reservation or a Savings Plan, where there is one, is bought
# apart and lowers the bill of the base; it binds for one or three years.
# To be called besides:
#   aws ec2 purchase-reserved-instances-offering --cli-input-json '{"ReservedInstancesOfferingId": "'"${OfferingId}"'", "InstanceCount": '"${BaseCapacity}"'}'
#
# This has been parsed as HCL, and no more: let 'terraform validate' and 'terraform plan' see it.

variable "image_id" {
  type        = string
  description = "The image that the instances start from."
}

variable "instance_type" {
  type        = string
  description = "The instance type."
}

variable "base_capacity" {
  type        = number
  description = "How many instances the base has, at all times."
}

variable "most_instances" {
  type        = number
  description = "How many instances there may be at the highest peak, with the base."
}

variable "subnet_id" {
  type        = string
  description = "The subnet of the instances."
}

variable "other_subnet_id" {
  type        = string
  description = "A second subnet of the group, in another Availability Zone."
}

variable "other_instance_type" {
  type        = string
  description = "Another instance type that will do, so that a shortage of one does not stop the group. The more types, the fewer interruptions."
}

resource "aws_launch_template" "group" {
  image_id      = var.image_id
  instance_type = var.instance_type
}

resource "aws_autoscaling_group" "group" {
  min_size            = var.base_capacity
  max_size            = var.most_instances
  vpc_zone_identifier = [var.subnet_id, var.other_subnet_id]
  mixed_instances_policy {
    instances_distribution {
      on_demand_base_capacity                  = var.base_capacity
      on_demand_percentage_above_base_capacity = 0
      spot_allocation_strategy                 = "price-capacity-optimized"
    }
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.group.id
        version            = "$Latest"
      }
      override {
        instance_type = var.instance_type
      }
      override {
        instance_type = var.other_instance_type
      }
    }
  }
}
