/// What is read of S3 with a GET.
struct S3Resource: Sendable {
    enum Place: Sendable, Equatable {
        /// The list of the account's buckets.
        case allBuckets
        case bucket(String)
        /// What holds for all buckets of an account, at a host of its own (S3 Control).
        case account(String)
    }

    var place: Place
    var query: [(name: String, value: String)] = []

    /// As it is sent and signed: sorted, and with a value for each name.
    var canonicalQuery: String {
        query.map { (PercentEncoding.encode($0.name.utf8), PercentEncoding.encode($0.value.utf8)) }
            .sorted { $0 < $1 }
            .map { "\($0.0)=\($0.1)" }
            .joined(separator: "&")
    }
}
