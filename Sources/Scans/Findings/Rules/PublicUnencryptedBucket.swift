extension FindingRule {
    static let publicUnencryptedBucket = FindingRule(
        "s3_bucket_public_unencrypted", on: .s3Bucket, .critical,
        title: "Bucket open to the public and not encrypted",
        meaning: "Anybody on the internet can reach the bucket, and what it holds is stored in clear.",
        remedy: "Turn on Block Public Access for the bucket, then set a default encryption (SSE-KMS).",
        when: "seen.is_public and not seen.is_encrypted",
        evidence: ["is_public", "is_encrypted", "encryption_algorithm"])
}
