extension FindingRule {
    /// In use is what an instance is in; that none is in it is known only where the instances are known completely.
    static let defaultNetworkInUse = FindingRule(
        "vpc_default_in_use", on: .vpc, .low,
        title: "Default network in use",
        meaning: "Instances run in the network that every account is given: its subnets are public, and a new "
            + "instance gets a public address unless that is switched off.",
        remedy: "Move the instances to a network of your own with private subnets.",
        when: """
            case
                when not seen.is_default then false
                when exists (
                    select from flotilla.resources guest
                        join flotilla.ec2_instances instance on instance.resource_id = guest.id
                            and instance.scan_timestamp = guest.latest_seen_at
                            and instance.scan_run_id = guest.latest_run
                    where guest.account = known.account and guest.type = 'ec2_instance'
                        and guest.region = known.region and guest.cloud_account = known.cloud_account
                        and guest.closed_at is null and instance.vpc_id = seen.vpc_id
                        and instance.state <> 'terminated'
                ) then true
                when (
                    select status from flotilla.scan_coverage coverage
                    where coverage.account = known.account and coverage.service_type = 'ec2'
                        and coverage.provider = known.provider and coverage.cloud_account = known.cloud_account
                        and coverage.region = known.region
                ) = 'ok' then false
            end
            """,
        evidence: ["is_default", "cidr_block"], alsoReads: [.ec2Instance])
}
