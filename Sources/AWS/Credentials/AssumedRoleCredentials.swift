import Foundation

/// The key of a role, assumed when first needed and again when AWS calls it expired or it is about to expire.
///
/// Calls that find it stale at the same time share one AssumeRole, and cancelling one of them cancels it for all: one
/// of these belongs to one scan.
public actor AssumedRoleCredentials: AWSCredentialsProvider {
    private let sts: STS
    private let role: AssumeRoleRequest
    private let margin: TimeInterval = 60
    private var current: AWSCredentials?
    private var assuming: Task<Result<AWSCredentials, AWSError>, Never>?

    public init(sts: STS, role: AssumeRoleRequest) {
        self.sts = sts
        self.role = role
    }

    public func credentials(until deadline: ContinuousClock.Instant) async throws(AWSError) -> AWSCredentials {
        if let current, current.expiration.map({ $0.timeIntervalSinceNow > margin }) ?? true { return current }
        return try await assume(until: deadline)
    }

    public func replacement(
        for stale: AWSCredentials, until deadline: ContinuousClock.Instant
    ) async throws(AWSError) -> AWSCredentials {
        if let current, current != stale { return current }
        return try await assume(until: deadline)
    }

    private func assume(until deadline: ContinuousClock.Instant) async throws(AWSError) -> AWSCredentials {
        let task =
            assuming
            ?? Task { [sts, role] in
                do throws(AWSError) {
                    return .success(try await sts.assumeRole(role, until: deadline).credentials)
                } catch {
                    return .failure(error)
                }
            }
        assuming = task
        let result = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        if assuming == task { assuming = nil }
        let credentials = try result.get()
        current = credentials
        return credentials
    }
}
