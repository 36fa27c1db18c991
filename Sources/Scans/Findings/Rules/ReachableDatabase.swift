extension FindingRule {
    static let reachableDatabase = FindingRule(
        "rds_instance_reachable", on: .rdsInstance, .critical,
        title: "Database reachable from the internet",
        meaning:
            "The database has a public address, and its security groups let the internet in: only passwords protect it.",
        remedy:
            "Close the security groups to the addresses that need the database, and set PubliclyAccessible to false.",
        when: "seen.is_public and seen.is_reachable",
        evidence: ["is_public", "is_reachable", "vpc_id"])
}
