# ec2-purchase: Reserved base with Spot peaks (assumed)
# The group keeps the base on demand. A reservation or a Savings Plan, where there is one, is bought
# apart and lowers the bill of the base; it binds for one or three years.
# TemplateName: The name of the launch template.
: "${TemplateName:?is not set}"
# ImageId: The image that the instances start from.
: "${ImageId:?is not set}"
# InstanceType: The instance type.
: "${InstanceType:?is not set}"
# GroupName: The name of the Auto Scaling group.
: "${GroupName:?is not set}"
# BaseCapacity: How many instances the base has, at all times.
: "${BaseCapacity:?is not set}"
# MostInstances: How many instances there may be at the highest peak, with the base.
: "${MostInstances:?is not set}"
# GroupSubnetIds: The subnets of the group, in several Availability Zones, with commas between them.
: "${GroupSubnetIds:?is not set}"
# OtherInstanceType: Another instance type that will do, so that a shortage of one does not stop the
# group. The more types, the fewer interruptions.
: "${OtherInstanceType:?is not set}"
# OfferingId: The offering. 'aws ec2 describe-reserved-instances-offerings' lists them, with
# --offering-class standard or convertible, --offering-type (No Upfront, Partial Upfront or All
# Upfront) and --min-duration and --max-duration 31536000 (one year) or 94608000 (three).
: "${OfferingId:?is not set}"
LaunchTemplateId=$(aws ec2 create-launch-template --cli-input-json '{
  "LaunchTemplateName": "'"${TemplateName}"'",
  "LaunchTemplateData": {
    "ImageId": "'"${ImageId}"'",
    "InstanceType": "'"${InstanceType}"'"
  }
}' --query LaunchTemplate.LaunchTemplateId --output text)
aws autoscaling create-auto-scaling-group --cli-input-json '{
  "AutoScalingGroupName": "'"${GroupName}"'",
  "MinSize": '"${BaseCapacity}"',
  "MaxSize": '"${MostInstances}"',
  "VPCZoneIdentifier": "'"${GroupSubnetIds}"'",
  "MixedInstancesPolicy": {
    "InstancesDistribution": {
      "OnDemandBaseCapacity": '"${BaseCapacity}"',
      "OnDemandPercentageAboveBaseCapacity": 0,
      "SpotAllocationStrategy": "price-capacity-optimized"
    },
    "LaunchTemplate": {
      "LaunchTemplateSpecification": {
        "LaunchTemplateId": "'"${LaunchTemplateId}"'",
        "Version": "$Latest"
      },
      "Overrides": [
        {
          "InstanceType": "'"${InstanceType}"'"
        },
        {
          "InstanceType": "'"${OtherInstanceType}"'"
        }
      ]
    }
  }
}'
aws ec2 purchase-reserved-instances-offering --cli-input-json '{"ReservedInstancesOfferingId": "'"${OfferingId}"'", "InstanceCount": '"${BaseCapacity}"'}'
