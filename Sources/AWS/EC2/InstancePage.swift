/// One page of DescribeInstances.
struct InstancePage: Sendable {
    var instances: [EC2Instance] = []
    var nextToken: String?

    init(_ bytes: [UInt8], region: AWSRegion) throws(MalformedAnswer) {
        let collector = Collector()
        let root = try XMLAnswer.read(
            bytes,
            records: ["DescribeInstancesResponse", "reservationSet", "item", "instancesSet", "item"]
        ) { record throws(MalformedAnswer) in
            collector.instances.append(try EC2Instance(record, region: region))
        }
        guard root.name == "DescribeInstancesResponse" else { throw .missingField }
        instances = collector.instances
        nextToken = root.value("nextToken")
    }

    private final class Collector {
        var instances: [EC2Instance] = []
    }
}
