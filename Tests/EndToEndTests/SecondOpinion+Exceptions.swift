extension SecondOpinion {
    /// A verdict of a tool that is not Flotilla's.
    struct Difference {
        let tool: String
        let subject: Subject
        /// Why Flotilla's is the right one.
        let reason: String

        init(_ tool: String, _ account: String, _ rule: String, _ resource: String, _ reason: String) {
            self.tool = tool
            subject = Subject(account: account, rule: rule, resource: resource)
            self.reason = reason
        }
    }

    /// A rule that a tool does not know, or does not apply to a resource.
    struct Silence {
        let tool: String
        let rule: String
        /// nil for all.
        let resource: String?
        let reason: String

        init(_ tool: String, _ rule: String, on resource: String? = nil, _ reason: String) {
            self.tool = tool
            self.rule = rule
            self.resource = resource
            self.reason = reason
        }

        func covers(_ subject: Subject, _ tool: String) -> Bool {
            tool == self.tool && subject.rule == rule && (resource == nil || subject.resource == resource)
        }
    }

    private static let ownBlockOnly =
        "Its filters of buckets look at the bucket's own block; the account's is a filter of another resource."

    static let differences = [
        Difference("custodian", "blocked", "s3_bucket_public", "acl-under-the-account", ownBlockOnly),
        Difference("custodian", "blocked", "s3_bucket_public", "policy-under-the-account", ownBlockOnly),
        Difference("custodian", "split", "s3_bucket_public", "blocked-by-both", ownBlockOnly),
        Difference(
            "prowler", "split", "s3_bucket_public", "blocked-by-both",
            "It wants both flags from the account or both from the bucket; AWS applies a flag that either sets."),
    ]

    static let silences = [
        Silence(
            "prowler", "rds_instance_public",
            "Its one check of public databases passes those that their security groups close."),
        Silence("prowler", "s3_bucket_public_unencrypted", "It has no check of both together, only of each."),
        Silence("prowler", "vpc_default_in_use", "It has no such check."),
        Silence(
            "prowler", "ec2_instance_public_address", on: "terminated", "It passes over instances that are terminated."),
    ]
}
