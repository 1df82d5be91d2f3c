import boto3


def apply(
    *,
    template_name: str,
    image_id: str,
    instance_type: str,
    group_name: str,
    base_capacity: int,
    most_instances: int,
    group_subnet_ids: str,
    other_instance_type: str,
    offering_id: str,
) -> None:
    """Set what is recommended.

    template_name: The name of the launch template.
    image_id: The image that the instances start from.
    instance_type: The instance type.
    group_name: The name of the Auto Scaling group.
    base_capacity: How many instances the base has, at all times.
    most_instances: How many instances there may be at the highest peak, with the base.
    group_subnet_ids: The subnets of the group, in several Availability Zones, with commas between
        them.
    other_instance_type: Another instance type that will do, so that a shortage of one does not stop
        the group. The more types, the fewer interruptions.
    offering_id: The offering. 'aws ec2 describe-reserved-instances-offerings' lists them, with
        --offering-class standard or convertible, --offering-type (No Upfront, Partial Upfront or
        All Upfront) and --min-duration and --max-duration 31536000 (one year) or 94608000 (three).
    """
    ec2 = boto3.client("ec2")
    autoscaling = boto3.client("autoscaling")

    # ec2-purchase: Reserved base with Spot peaks (assumed)
    # The group keeps the base on demand. A reservation or a Savings Plan, where there is one, is bought
    # apart and lowers the bill of the base; it binds for one or three years.
    launch_template_id = ec2.create_launch_template(
        LaunchTemplateName=template_name,
        LaunchTemplateData={"ImageId": image_id, "InstanceType": instance_type},
    )["LaunchTemplate"]["LaunchTemplateId"]
    autoscaling.create_auto_scaling_group(
        AutoScalingGroupName=group_name,
        MinSize=base_capacity,
        MaxSize=most_instances,
        VPCZoneIdentifier=group_subnet_ids,
        MixedInstancesPolicy={
            "InstancesDistribution": {
                "OnDemandBaseCapacity": base_capacity,
                "OnDemandPercentageAboveBaseCapacity": 0,
                "SpotAllocationStrategy": "price-capacity-optimized",
            },
            "LaunchTemplate": {
                "LaunchTemplateSpecification": {"LaunchTemplateId": launch_template_id, "Version": "$Latest"},
                "Overrides": [{"InstanceType": instance_type}, {"InstanceType": other_instance_type}],
            },
        },
    )
    ec2.purchase_reserved_instances_offering(
        ReservedInstancesOfferingId=offering_id,
        InstanceCount=base_capacity,
    )
