import Foundation

/// The fleet's own credentials, which assume the tenants' roles: taken from their source when first needed, and anew before
/// they end.
///
/// All runs of a process share one of these. Callers never wait while there are valid ones; where there are none they
/// share one load, which has a limit of its own and which no caller's end cancels for the others. A load that fails
/// leaves what there is until it ends, and is not repeated at once.
public actor FleetCredentials: AWSCredentialsProvider {
    /// For a load, all its requests included.
    private static let limit = Duration.seconds(10)
    /// Before their end, credentials are looked for anew.
    private static let margin: TimeInterval = 300
    /// Those that end within this time are none: a call takes a while.
    private static let least: TimeInterval = 10
    private let pause: Duration
    private let now: @Sendable () -> Date
    private let source: any CredentialsSource
    private let region: AWSRegion
    private let onFailure: @Sendable (CredentialsFailure) -> Void
    private var current: AWSCredentials?
    /// A source that once answered exists: that it does not answer now is no lack of it.
    private var hasAnswered = false
    private var loading: Task<Result<AWSCredentials, CredentialsFailure>, Never>?
    private var failed: (failure: CredentialsFailure, time: ContinuousClock.Instant)?

    /// - Parameters:
    ///   - pause: how long a failure stands before the source is asked again.
    ///   - onFailure: called for each load that failed.
    init(
        _ source: any CredentialsSource, region: AWSRegion, pause: Duration = .seconds(5),
        now: @escaping @Sendable () -> Date = { Date() },
        onFailure: @escaping @Sendable (CredentialsFailure) -> Void = { _ in }
    ) {
        self.source = source
        self.region = region
        self.pause = pause
        self.now = now
        self.onFailure = onFailure
    }

    /// Where they come from, for the operator.
    public nonisolated var sourceName: String { source.name }
    /// What to do when AWS does not accept them.
    public nonisolated var advice: String { source.advice }

    public func credentials(until deadline: ContinuousClock.Instant) async throws(AWSError) -> AWSCredentials {
        do {
            return try await load()
        } catch {
            throw refusal(error)
        }
    }

    public func replacement(
        for stale: AWSCredentials, until deadline: ContinuousClock.Instant
    ) async throws(AWSError) -> AWSCredentials {
        if current == stale { current = nil }
        return try await credentials(until: deadline)
    }

    /// Those that are valid now.
    public func load() async throws(CredentialsFailure) -> AWSCredentials {
        let left = current.map { $0.expiration?.timeIntervalSince(now()) ?? .infinity } ?? 0
        let mayLoad = failed.map { .now - $0.time >= pause } ?? true
        if let current, left > Self.least {
            // The next caller finds what this one had looked for.
            if left < Self.margin, mayLoad, loading == nil { begin() }
            return current
        }
        if let failed, !mayLoad { throw failed.failure }
        return try await (loading ?? begin()).value.get()
    }

    @discardableResult private func begin() -> Task<Result<AWSCredentials, CredentialsFailure>, Never> {
        let task = Task {
            let result = await found()
            finish(result)
            return result
        }
        loading = task
        return task
    }

    private func found() async -> Result<AWSCredentials, CredentialsFailure> {
        do throws(CredentialsFailure) {
            let credentials = try await source.load(until: .now + Self.limit)
            guard let end = credentials.expiration, end.timeIntervalSince(now()) <= Self.least else {
                return .success(credentials)
            }
            throw CredentialsFailure(
                "The credentials that \(source.name) gave have ended.", advice: source.advice)
        } catch {
            return .failure(error)
        }
    }

    private func finish(_ result: Result<AWSCredentials, CredentialsFailure>) {
        loading = nil
        switch result {
        case .success(let credentials):
            current = credentials
            hasAnswered = true
            failed = nil
        case .failure(let failure):
            failed = (failure, .now)
            onFailure(failure)
        }
    }

    private func refusal(_ failure: CredentialsFailure) -> AWSError {
        let call = AWSCall(service: "sts", version: "", action: "AssumeRole", region: region)
        return AWSError(failure.isNone && !hasAnswered ? .noCredentials : .operatorCredentials, call)
    }
}
