"""Real calls of boto3 to a server of moto on this machine, and what it then has."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from advisor.apply import Applied
from advisor.apply.applied import wanted
from advisor.apply.python import python
from advisor.model.settings import Parameter
from applying import Answered, examples, made, run_python
from test_apply_tools import FILE, snake

pytestmark = pytest.mark.uncovered  # what others do takes the time, and test_apply covers the rest

# Operations, and one protocol, that moto does not have; botocore's descriptions alone speak for them.
UNKNOWN = {
    ("ec2", "create_capacity_reservation"),
    ("ec2", "purchase_reserved_instances_offering"),
    ("elasticache", "create_serverless_cache"),
    ("savingsplans", "create_savings_plan"),
    ("route53", "create_cidr_collection"),
    ("route53", "change_cidr_collection"),
}
WITHOUT = {"S3 Express buckets": "Directory", "QUIC": "TCP_QUIC"}  # what their calls say


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server that knows nothing yet."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture(scope="module")
def client(server: str) -> Any:
    """Makes clients of the server."""

    def make(service: str) -> Any:
        return boto3.client(
            service,
            region_name="us-east-1",
            endpoint_url=server,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )

    return make


@pytest.fixture(scope="module")
def values(client: Any) -> dict[str, Any]:
    """What only the user knows, made on the server."""
    ec2, route53 = client("ec2"), client("route53")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=zone)["Subnet"]["SubnetId"]
        for number, zone in enumerate(("us-east-1a", "us-east-1b"))
    ]
    group = ec2.create_security_group(GroupName="all", Description="all", VpcId=vpc)["GroupId"]
    addresses = [ec2.allocate_address(Domain="vpc")["AllocationId"] for _ in range(2)]
    zone = route53.create_hosted_zone(Name="example.com", CallerReference="zone")["HostedZone"]["Id"]
    client("s3").create_bucket(Bucket="advisor-example-bucket")
    client("s3").put_object(Bucket="advisor-example-bucket", Key="records/one.pdf", StorageClass="GLACIER")
    client("elasticache").create_cache_subnet_group(
        CacheSubnetGroupName="advisor-cache-subnets", CacheSubnetGroupDescription="all", SubnetIds=subnets
    )
    return {
        "VpcId": vpc,
        "ImageId": ec2.describe_images()["Images"][0]["ImageId"],
        "SubnetId": subnets[0],
        "OtherSubnetId": subnets[1],
        "GroupSubnetIds": ",".join(subnets),
        "BalancerSubnetId": subnets[0],
        "OtherBalancerSubnetId": subnets[1],
        "BalancerSecurityGroup": group,
        "CacheSecurityGroup": group,
        "CertificateArn": client("acm").request_certificate(DomainName="www.example.com")["CertificateArn"],
        "AllocationId": addresses[0],
        "OtherAllocationId": addresses[1],
        "HostedZoneId": zone.rpartition("/")[2],
    }


class Known:
    """A client that sends what moto has, and answers the rest itself."""

    def __init__(self, service: str, client: Any) -> None:
        self.service = service
        self.client = client

    def __getattr__(self, method: str) -> Callable[..., Any]:
        if (self.service, method) in UNKNOWN:
            return lambda **_: Answered()
        return getattr(self.client, method)  # type: ignore[no-any-return]


def call(applied: Applied, client: Any, values: Mapping[str, Any], mark: str) -> None:
    """Run the printed Python against the server; names of new things get a mark, so that they are new."""
    parameters = wanted(*(each.parameters for each in applied.calls))
    arguments = {snake(name): _value(each, values, mark) for name, each in parameters.items()}
    run_python(python([applied]), lambda service: Known(service, client(service)), arguments)


def _value(parameter: Parameter, values: Mapping[str, Any], mark: str) -> Any:
    if parameter.name in values:
        return values[parameter.name]
    if parameter.kind == "file":
        return FILE
    is_new = parameter.name in NEW
    return f"{parameter.example}-{mark}" if is_new else parameter.example


NEW = {
    "BalancerName",
    "CacheName",
    "CheckReference",
    "GroupName",
    "OuterBalancerName",
    "OuterTargetsName",
    "TargetsName",
    "TemplateName",
}


@pytest.mark.parametrize("area", sorted({example.area for example in examples() if example.applied.calls}))
def test_every_call_is_taken(area: str, client: Any, values: dict[str, Any]) -> None:
    """A real client sends each call that moto has, in its order, and none is refused."""
    for number, example in enumerate(examples()):
        if example.area == area and not any(word in repr(example.applied.calls) for word in WITHOUT.values()):
            call(example.applied, client, values, str(number))


def test_a_volume_is_as_recommended(client: Any, values: dict[str, Any]) -> None:
    """Its type, IOPS and name are read back."""
    call(made("notes", "ebs-volume", [("io1", 0)], 2), client, values, "read")
    (volume,) = client("ec2").describe_volumes(Filters=[{"Name": "volume-type", "Values": ["io1"]}])["Volumes"][-1:]

    assert ("io1", 20_000, [{"Key": "Name", "Value": "shop"}]) == (
        volume["VolumeType"],
        volume["Iops"],
        volume["Tags"],
    )


def test_a_plan_is_one_lifecycle(client: Any, values: dict[str, Any]) -> None:
    """The steps, the end, and what happens to old versions and broken uploads stand in one rule of the bucket."""
    steps = [("standard", 0), ("standard-ia", 30), ("glacier", 90), ("glacier-deep-archive", 365)]
    call(made("notes", "s3-storage-class", steps, 1), client, values, "read")
    found = client("s3").get_bucket_lifecycle_configuration(Bucket="advisor-example-bucket")
    (rule,) = found["Rules"]

    expected = [(30, "STANDARD_IA"), (90, "GLACIER"), (365, "DEEP_ARCHIVE")]
    assert expected == [(each["Days"], each["StorageClass"]) for each in rule["Transitions"]]
    assert {"Days": 2555} == rule["Expiration"]
    assert 30 == rule["NoncurrentVersionExpiration"]["NoncurrentDays"]
    assert 7 == rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"]


def test_base_and_peaks_are_a_group(client: Any, values: dict[str, Any]) -> None:
    """The base is on demand, everything above it Spot, at the best of price and capacity."""
    call(made("notes", "ec2-purchase", [("reserved-plus-spot", 0)], 0), client, values, "read")
    (group,) = client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=["web-read"])[
        "AutoScalingGroups"
    ]
    distribution = group["MixedInstancesPolicy"]["InstancesDistribution"]

    assert (2, 0, "price-capacity-optimized") == (
        distribution["OnDemandBaseCapacity"],
        distribution["OnDemandPercentageAboveBaseCapacity"],
        distribution["SpotAllocationStrategy"],
    )
    assert (2, 10) == (group["MinSize"], group["MaxSize"])


def test_geolocation_has_a_default_record(client: Any, values: dict[str, Any]) -> None:
    """Each country has a record with an identifier, and everybody else one too."""
    name = "countries.example.com"
    call(made("notes", "route53-routing", [("geolocation", 0)], 2), client, {**values, "RecordName": name}, "geo")
    every = client("route53").list_resource_record_sets(HostedZoneId=values["HostedZoneId"])["ResourceRecordSets"]
    found = {each["SetIdentifier"]: each for each in every if each["Name"] == f"{name}."}

    assert {"endpoint-1", "endpoint-2", "otherwise"} == set(found)
    assert {"CountryCode": "*"} == found["otherwise"]["GeoLocation"]
    assert all("HealthCheckId" in found[each] for each in ("endpoint-1", "endpoint-2"))


@pytest.mark.parametrize(("option", "kind"), [("alb", "application"), ("nlb", "network"), ("gwlb", "gateway")])
def test_a_balancer_is_of_its_type(option: str, kind: str, client: Any, values: dict[str, Any]) -> None:
    """Its type is read back, and so is a listener."""
    call(made("today", "load-balancer", [(option, 0)], 0), client, values, f"r{option}")
    found = client("elbv2").describe_load_balancers(Names=[f"web-r{option}"])["LoadBalancers"][0]

    assert kind == found["Type"]
    assert client("elbv2").describe_listeners(LoadBalancerArn=found["LoadBalancerArn"])["Listeners"]
