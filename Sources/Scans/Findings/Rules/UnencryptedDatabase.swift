extension FindingRule {
    static let unencryptedDatabase = FindingRule(
        "rds_instance_unencrypted", on: .rdsInstance, .medium,
        title: "Database stored in clear",
        meaning: "The storage of the database, and every snapshot of it, is not encrypted.",
        remedy: "Restore an encrypted copy of a snapshot, and move to it: encryption cannot be turned on afterwards.",
        when: "not seen.is_encrypted",
        evidence: ["is_encrypted", "engine"])
}
