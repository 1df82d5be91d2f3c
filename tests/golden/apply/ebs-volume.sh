# ebs-volume/boot: General Purpose SSD (gp2) (open)
# A boot volume is made with its instance, so this is a launch template; launch the instance from it.
# BootTemplateName: The name of the launch template.
: "${BootTemplateName:?is not set}"
# BootRootDeviceName: The device name of the root volume, as the image names it.
: "${BootRootDeviceName:?is not set}"
# BootVolumeSize: The size of the volume in GiB. gp2 takes 1 to 16384, io1 4 to 16384, st1 and sc1 125
# to 16384, gp3 1 to 65536, io2 4 to 65536.
: "${BootVolumeSize:?is not set}"
aws ec2 create-launch-template --cli-input-json '{
  "LaunchTemplateName": "'"${BootTemplateName}"'",
  "LaunchTemplateData": {
    "BlockDeviceMappings": [
      {
        "DeviceName": "'"${BootRootDeviceName}"'",
        "Ebs": {
          "VolumeType": "gp2",
          "VolumeSize": '"${BootVolumeSize}"',
          "DeleteOnTermination": true
        }
      }
    ],
    "TagSpecifications": [
      {
        "ResourceType": "volume",
        "Tags": [
          {
            "Key": "Name",
            "Value": "boot"
          }
        ]
      }
    ]
  }
}'

# ebs-volume/orders: Provisioned IOPS SSD (io1) (proved)
# OrdersAvailabilityZone: The Availability Zone of the volume, which is that of the instance it
# serves.
: "${OrdersAvailabilityZone:?is not set}"
# OrdersVolumeSize: The size of the volume in GiB. gp2 takes 1 to 16384, io1 4 to 16384, st1 and sc1
# 125 to 16384, gp3 1 to 65536, io2 4 to 65536.
: "${OrdersVolumeSize:?is not set}"
aws ec2 create-volume --cli-input-json '{
  "AvailabilityZone": "'"${OrdersAvailabilityZone}"'",
  "VolumeType": "io1",
  "Size": '"${OrdersVolumeSize}"',
  "Iops": 25000,
  "TagSpecifications": [
    {
      "ResourceType": "volume",
      "Tags": [
        {
          "Key": "Name",
          "Value": "orders"
        }
      ]
    }
  ]
}'
