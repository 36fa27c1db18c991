extension FindingRule {
    static let publicDatabase = FindingRule(
        "rds_instance_public", on: .rdsInstance, .high,
        title: "Database with a public address",
        meaning: "The database has an address on the internet: only its security groups stand before it.",
        remedy: "Set PubliclyAccessible to false, and reach the database from inside its network.",
        when: "seen.is_public",
        evidence: ["is_public", "is_reachable", "vpc_id"])
}
