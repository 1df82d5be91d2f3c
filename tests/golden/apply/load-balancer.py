import boto3


def apply(
    *,
    balancer_name: str,
    balancer_subnet_id: str,
    other_balancer_subnet_id: str,
    balancer_security_group: str,
    targets_name: str,
    vpc_id: str,
    target_port: int,
    certificate_arn: str,
) -> None:
    """Set what is recommended.

    balancer_name: The name of the load balancer, of up to 32 letters, digits and hyphens.
    balancer_subnet_id: A subnet of the load balancer, public if it faces the internet.
    other_balancer_subnet_id: A second subnet of the load balancer, in another Availability Zone.
    balancer_security_group: The security group that lets clients reach the load balancer.
    targets_name: The name of the target group, of up to 32 letters, digits and hyphens.
    vpc_id: The VPC of the load balancer.
    target_port: The port on which the servers listen.
    certificate_arn: The certificate that the listener shows to clients.
    """
    elbv2 = boto3.client("elbv2")

    # load-balancer: Application Load Balancer (assumed)
    # Servers are registered with the target group, by hand or by an Auto Scaling group or an ECS service.
    load_balancer_arn = elbv2.create_load_balancer(
        Name=balancer_name,
        Type="application",
        Scheme="internet-facing",
        Subnets=[balancer_subnet_id, other_balancer_subnet_id],
        SecurityGroups=[balancer_security_group],
    )["LoadBalancers"][0]["LoadBalancerArn"]
    target_group_arn = elbv2.create_target_group(
        Name=targets_name,
        VpcId=vpc_id,
        Protocol="HTTP",
        Port=target_port,
        TargetType="instance",
    )["TargetGroups"][0]["TargetGroupArn"]
    elbv2.create_listener(
        LoadBalancerArn=load_balancer_arn,
        Protocol="HTTPS",
        Port=443,
        Certificates=[{"CertificateArn": certificate_arn}],
        DefaultActions=[{"Type": "forward", "TargetGroupArn": target_group_arn}],
    )
    elbv2.create_listener(
        LoadBalancerArn=load_balancer_arn,
        Protocol="HTTP",
        Port=80,
        DefaultActions=[
            {
                "Type": "redirect",
                "RedirectConfig": {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"},
            },
        ],
    )
