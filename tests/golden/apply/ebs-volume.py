import boto3


def apply(
    *,
    boot_template_name: str,
    boot_root_device_name: str,
    boot_volume_size: int,
    orders_availability_zone: str,
    orders_volume_size: int,
) -> None:
    """Set what is recommended.

    boot_template_name: The name of the launch template.
    boot_root_device_name: The device name of the root volume, as the image names it.
    boot_volume_size: The size of the volume in GiB. gp2 takes 1 to 16384, io1 4 to 16384, st1 and
        sc1 125 to 16384, gp3 1 to 65536, io2 4 to 65536.
    orders_availability_zone: The Availability Zone of the volume, which is that of the instance it
        serves.
    orders_volume_size: The size of the volume in GiB. gp2 takes 1 to 16384, io1 4 to 16384, st1 and
        sc1 125 to 16384, gp3 1 to 65536, io2 4 to 65536.
    """
    ec2 = boto3.client("ec2")

    # ebs-volume/boot: General Purpose SSD (gp2) (open)
    # A boot volume is made with its instance, so this is a launch template; launch the instance from it.
    ec2.create_launch_template(
        LaunchTemplateName=boot_template_name,
        LaunchTemplateData={
            "BlockDeviceMappings": [
                {
                    "DeviceName": boot_root_device_name,
                    "Ebs": {
                        "VolumeType": "gp2",
                        "VolumeSize": boot_volume_size,
                        "DeleteOnTermination": True,
                    },
                },
            ],
            "TagSpecifications": [{"ResourceType": "volume", "Tags": [{"Key": "Name", "Value": "boot"}]}],
        },
    )

    # ebs-volume/orders: Provisioned IOPS SSD (io1) (proved)
    ec2.create_volume(
        AvailabilityZone=orders_availability_zone,
        VolumeType="io1",
        Size=orders_volume_size,
        Iops=25000,
        TagSpecifications=[{"ResourceType": "volume", "Tags": [{"Key": "Name", "Value": "orders"}]}],
    )
