extension FindingRule {
    static let databaseWithoutBackups = FindingRule(
        "rds_instance_without_backups", on: .rdsInstance, .high,
        title: "Database without backups",
        meaning: "Automatic backups are off: after a loss there is nothing to restore from.",
        remedy: "Set a backup retention period of 7 days or more.",
        when: "seen.backup_retention_days = 0",
        evidence: ["backup_retention_days", "engine"])
}
