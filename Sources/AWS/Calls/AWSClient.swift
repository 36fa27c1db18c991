import Cryptography
import Foundation
import HTTPClient

/// Signs and sends calls, and repeats what is worth repeating until the caller's deadline.
///
/// One client for all tenants: it holds no credentials, only connections and AWS's clock. What a tenant's calls may
/// spend on retries comes with its credentials.
public final class AWSClient: Sendable {
    public struct Configuration: Sendable {
        public var endpoints: AWSEndpoints = .aws
        public var retries = RetryPolicy()
        /// For each attempt.
        public var connectLimit: Duration = .seconds(3)
        public var firstByteLimit: Duration = .seconds(10)
        /// A page of 1,000 instances with 50 long tags each is about 25 MB.
        public var answerBytes = 64 << 20
        public var now: @Sendable () -> Date = { Date() }

        public init() {}
    }

    private let http: WebClient
    let configuration: Configuration
    let clock: ClockOffset

    public init(http: WebClient, _ configuration: Configuration = Configuration()) {
        self.http = http
        self.configuration = configuration
        clock = ClockOffset(now: configuration.now)
    }

    /// - Parameter read: makes the result of a successful answer; an unreadable answer counts as a failed attempt.
    func send<Value: Sendable>(
        _ call: AWSCall, _ context: AWSCallContext, read: ([UInt8]) throws(MalformedAnswer) -> Value
    ) async throws(AWSError) -> Value {
        try await ask(call, context, read: read).value
    }

    /// Like `send`, and says which region answered: a bucket may be elsewhere than it was looked for.
    func ask<Value: Sendable>(
        _ call: AWSCall, _ context: AWSCallContext, read: ([UInt8]) throws(MalformedAnswer) -> Value
    ) async throws(AWSError) -> Answered<Value> {
        var call = call
        var credentials = try await context.credentials.credentials(until: context.deadline)
        var retries = 0
        var spent: Int?
        var mayReplace = true
        var mayCorrect = true
        var mayMove = true
        while true {
            let failure: CallFailure
            let assumed = clock.offset
            do {
                let value = try await attempt(call, context, credentials, read)
                context.credentials.retries.giveBack(spent)
                return Answered(value: value, region: call.region)
            } catch let thrown {
                failure = thrown
            }
            if failure.error.kind == .expiredSession, mayReplace {
                mayReplace = false
                credentials = try await context.credentials.replacement(for: credentials, until: context.deadline)
            } else if failure.error.kind == .clockSkewed, mayCorrect, let date = failure.date,
                clock.learn(date, signedWith: assumed)
            {
                mayCorrect = false
            } else if let region = failure.region, mayMove {
                // The next attempt is sent to that region, and signed for it.
                mayMove = false
                call.region = region
            } else {
                spent = try await wait(after: failure, retry: retries, context)
                retries += 1
            }
        }
    }

    /// Waits before the next attempt, or throws when there will be none. Returns what the retry cost.
    private func wait(
        after failure: CallFailure, retry: Int, _ context: AWSCallContext
    ) async throws(AWSError) -> Int {
        let policy = configuration.retries
        let throttled = failure.error.kind == .throttled
        let delay = policy.delay(retry: retry, throttled: throttled, retryAfter: failure.retryAfter)
        let cost = RetryTokens.cost(throttled: throttled)
        guard failure.isRetryable, retry + 1 < policy.attempts, .now + delay < context.deadline,
            context.credentials.retries.take(cost)
        else { throw failure.error }
        do {
            try await Task.sleep(for: delay)
        } catch {
            var cancelled = failure.error
            cancelled.kind = .cancelled
            throw cancelled
        }
        return cost
    }

    private func attempt<Value>(
        _ call: AWSCall, _ context: AWSCallContext, _ credentials: AWSCredentials,
        _ read: ([UInt8]) throws(MalformedAnswer) -> Value
    ) async throws(CallFailure) -> Value {
        let left = ContinuousClock.now.duration(to: context.deadline)
        guard left > .zero else { throw CallFailure(HTTPClientError(.timedOut(.total)), to: call) }
        context.counter.add()
        let response: HTTPClientResponse
        do {
            response = try await http.send(request(call, credentials, left))
        } catch {
            throw CallFailure(error, to: call)
        }
        guard response.status == 200 else { throw CallFailure(response, to: call) }
        do {
            return try read(response.body)
        } catch {
            throw CallFailure(error, to: call, status: response.status)
        }
    }
}
