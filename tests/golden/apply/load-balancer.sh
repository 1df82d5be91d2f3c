# load-balancer: Application Load Balancer (assumed)
# Servers are registered with the target group, by hand or by an Auto Scaling group or an ECS service.
# BalancerName: The name of the load balancer, of up to 32 letters, digits and hyphens.
: "${BalancerName:?is not set}"
# BalancerSubnetId: A subnet of the load balancer, public if it faces the internet.
: "${BalancerSubnetId:?is not set}"
# OtherBalancerSubnetId: A second subnet of the load balancer, in another Availability Zone.
: "${OtherBalancerSubnetId:?is not set}"
# BalancerSecurityGroup: The security group that lets clients reach the load balancer.
: "${BalancerSecurityGroup:?is not set}"
# TargetsName: The name of the target group, of up to 32 letters, digits and hyphens.
: "${TargetsName:?is not set}"
# VpcId: The VPC of the load balancer.
: "${VpcId:?is not set}"
# TargetPort: The port on which the servers listen.
: "${TargetPort:?is not set}"
# CertificateArn: The certificate that the listener shows to clients.
: "${CertificateArn:?is not set}"
LoadBalancerArn=$(aws elbv2 create-load-balancer --cli-input-json '{
  "Name": "'"${BalancerName}"'",
  "Type": "application",
  "Scheme": "internet-facing",
  "Subnets": [
    "'"${BalancerSubnetId}"'",
    "'"${OtherBalancerSubnetId}"'"
  ],
  "SecurityGroups": [
    "'"${BalancerSecurityGroup}"'"
  ]
}' --query 'LoadBalancers[0].LoadBalancerArn' --output text)
TargetGroupArn=$(aws elbv2 create-target-group --cli-input-json '{
  "Name": "'"${TargetsName}"'",
  "VpcId": "'"${VpcId}"'",
  "Protocol": "HTTP",
  "Port": '"${TargetPort}"',
  "TargetType": "instance"
}' --query 'TargetGroups[0].TargetGroupArn' --output text)
aws elbv2 create-listener --cli-input-json '{
  "LoadBalancerArn": "'"${LoadBalancerArn}"'",
  "Protocol": "HTTPS",
  "Port": 443,
  "Certificates": [
    {
      "CertificateArn": "'"${CertificateArn}"'"
    }
  ],
  "DefaultActions": [
    {
      "Type": "forward",
      "TargetGroupArn": "'"${TargetGroupArn}"'"
    }
  ]
}'
aws elbv2 create-listener --cli-input-json '{
  "LoadBalancerArn": "'"${LoadBalancerArn}"'",
  "Protocol": "HTTP",
  "Port": 80,
  "DefaultActions": [
    {
      "Type": "redirect",
      "RedirectConfig": {
        "Protocol": "HTTPS",
        "Port": "443",
        "StatusCode": "HTTP_301"
      }
    }
  ]
}'
