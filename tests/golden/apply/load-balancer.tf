# load-balancer: Application Load Balancer (assumed)
# Servers are registered with the target group, by hand or by an Auto Scaling group or an ECS service.
#
# This has been parsed as HCL, and no more: let 'terraform validate' and 'terraform plan' see it.

variable "balancer_subnet_id" {
  type        = string
  description = "A subnet of the load balancer, public if it faces the internet."
}

variable "other_balancer_subnet_id" {
  type        = string
  description = "A second subnet of the load balancer, in another Availability Zone."
}

variable "balancer_security_group" {
  type        = string
  description = "The security group that lets clients reach the load balancer."
}

variable "vpc_id" {
  type        = string
  description = "The VPC of the load balancer."
}

variable "target_port" {
  type        = number
  description = "The port on which the servers listen."
}

variable "certificate_arn" {
  type        = string
  description = "The certificate that the listener shows to clients."
}

resource "aws_lb" "balancer" {
  load_balancer_type = "application"
  internal           = false
  subnets            = [var.balancer_subnet_id, var.other_balancer_subnet_id]
  security_groups    = [var.balancer_security_group]
}

resource "aws_lb_target_group" "targets" {
  vpc_id      = var.vpc_id
  protocol    = "HTTP"
  port        = var.target_port
  target_type = "instance"
}

resource "aws_lb_listener" "listener" {
  load_balancer_arn = aws_lb.balancer.arn
  protocol          = "HTTPS"
  port              = 443
  certificate_arn   = var.certificate_arn
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.targets.arn
  }
}

resource "aws_lb_listener" "redirect" {
  load_balancer_arn = aws_lb.balancer.arn
  protocol          = "HTTP"
  port              = 80
  default_action {
    type = "redirect"
    redirect {
      protocol    = "HTTPS"
      port        = "443"
      status_code = "HTTP_301"
    }
  }
}
