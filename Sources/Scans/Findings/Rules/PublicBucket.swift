extension FindingRule {
    static let publicBucket = FindingRule(
        "s3_bucket_public", on: .s3Bucket, .high,
        title: "Bucket open to the public",
        meaning: "Anybody on the internet can list, read or change what the bucket holds.",
        remedy:
            "Turn on Block Public Access for the bucket, and remove public grants from its policy and its access list.",
        when: "seen.is_public",
        evidence: ["is_public"])
}
