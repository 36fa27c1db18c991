/// Where a call gets its key from.
public protocol AWSCredentialsProvider: Sendable {
    func credentials(until deadline: ContinuousClock.Instant) async throws(AWSError) -> AWSCredentials

    /// Others in place of those that AWS called expired; the same ones when there are no others.
    func replacement(
        for stale: AWSCredentials, until deadline: ContinuousClock.Instant
    ) async throws(AWSError) -> AWSCredentials
}

/// A fixed key, such as the worker's own.
public struct StaticCredentials: AWSCredentialsProvider {
    private let fixed: AWSCredentials

    public init(_ credentials: AWSCredentials) {
        fixed = credentials
    }

    public func credentials(until deadline: ContinuousClock.Instant) -> AWSCredentials { fixed }

    public func replacement(for stale: AWSCredentials, until deadline: ContinuousClock.Instant) -> AWSCredentials {
        fixed
    }
}
