extension FindingRule {
    static let unversionedBucket = FindingRule(
        "s3_bucket_unversioned", on: .s3Bucket, .low,
        title: "Bucket without versioning",
        meaning: "An object that is overwritten or deleted, by mistake or by an attacker, cannot be brought back.",
        remedy: "Enable versioning, with a lifecycle rule that ends old versions.",
        when: "not seen.versioning_enabled",
        evidence: ["versioning_enabled"])
}
