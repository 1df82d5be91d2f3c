# ebs-volume/boot: General Purpose SSD (gp2) (open)
# A boot volume is made with its instance, so this is a launch template; launch the instance from it.
#
# ebs-volume/orders: Provisioned IOPS SSD (io1) (proved)
#
# This has been parsed as HCL, and no more: let 'terraform validate' and 'terraform plan' see it.

variable "boot_root_device_name" {
  type        = string
  description = "The device name of the root volume, as the image names it."
}

variable "boot_volume_size" {
  type        = number
  description = "The size of the volume in GiB. gp2 takes 1 to 16384, io1 4 to 16384, st1 and sc1 125 to 16384, gp3 1 to 65536, io2 4 to 65536."
}

variable "orders_availability_zone" {
  type        = string
  description = "The Availability Zone of the volume, which is that of the instance it serves."
}

variable "orders_volume_size" {
  type        = number
  description = "The size of the volume in GiB. gp2 takes 1 to 16384, io1 4 to 16384, st1 and sc1 125 to 16384, gp3 1 to 65536, io2 4 to 65536."
}

resource "aws_launch_template" "boot_boot" {
  block_device_mappings {
    device_name = var.boot_root_device_name
    ebs {
      volume_type           = "gp2"
      volume_size           = var.boot_volume_size
      delete_on_termination = "true"
    }
  }
  tag_specifications {
    resource_type = "volume"
    tags          = { Name = "boot" }
  }
}

resource "aws_ebs_volume" "orders_volume" {
  availability_zone = var.orders_availability_zone
  type              = "io1"
  size              = var.orders_volume_size
  iops              = 25000
  tags              = { Name = "orders" }
}
