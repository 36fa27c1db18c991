extension FindingRule {
    /// By the cloud's own word, or else by what earlier scans saw: one of 30 days ago or before, none other since.
    static let instanceStoppedForLong = FindingRule(
        "ec2_instance_stopped_long", on: .ec2Instance, .low,
        title: "Instance stopped for more than 30 days",
        meaning: "The instance has not been used for a month, and its volumes are paid for every day.",
        remedy: "Take a snapshot of what is worth keeping, and terminate the instance.",
        when: """
            case
                when seen.state <> 'stopped' then false
                when seen.stopped_at is not null then seen.stopped_at <= seen.scan_timestamp - interval '30 days'
                when exists (
                    select from flotilla.ec2_instances earlier
                    where earlier.resource_id = known.id and earlier.state <> 'stopped'
                        and earlier.scan_timestamp > seen.scan_timestamp - interval '30 days'
                        and earlier.scan_timestamp < seen.scan_timestamp
                ) then false
                when (
                    select earlier.state from flotilla.ec2_instances earlier
                    where earlier.resource_id = known.id
                        and earlier.scan_timestamp <= seen.scan_timestamp - interval '30 days'
                        and earlier.scan_timestamp > seen.scan_timestamp - interval '60 days'
                    order by earlier.scan_timestamp desc limit 1
                ) = 'stopped' then true
            end
            """,
        evidence: ["state", "stopped_at", "launch_time", "instance_type"])
}
