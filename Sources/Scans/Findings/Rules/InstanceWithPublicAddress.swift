extension FindingRule {
    static let instanceWithPublicAddress = FindingRule(
        "ec2_instance_public_address", on: .ec2Instance, .medium,
        title: "Instance with a public address",
        meaning: "The instance has an address on the internet: only its security groups stand before it.",
        remedy: "Put the instance behind a load balancer or a NAT gateway, and take its public address away.",
        when: "seen.public_ip is not null",
        evidence: ["public_ip", "state", "vpc_id"])
}
