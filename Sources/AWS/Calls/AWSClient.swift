import Cryptography
import Foundation
import HTTPClient

/// Signs and sends calls, and repeats what is worth repeating until the caller's deadline.
///
/// One client for all tenants: it holds no credentials, only connections and AWS's clock.
public final class AWSClient: Sendable {
    public struct Configuration: Sendable {
        public var endpoints: AWSEndpoints = .aws
        public var retries = RetryPolicy()
        /// For each attempt.
        public var connectLimit: Duration = .seconds(3)
        public var firstByteLimit: Duration = .seconds(10)
        /// A page of 1,000 instances with 50 long tags each is about 25 MB.
        public var answerBytes = 64 << 20
        /// Of one list, which memory has to hold: ten times what the largest accounts have in a region.
        public var listItems = 500_000
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

    /// False where `AWS_ENDPOINT_URL` names a stand-in.
    public var asksAWSItself: Bool { configuration.endpoints.isAWS }

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
        var throttled: AWSError?
        var mayReplace = true
        var mayCorrect = true
        var mayMove = true
        while true {
            let failure: CallFailure
            let assumed = clock.offset
            do {
                let value = try await traced(call, context, credentials, retry: retries, read)
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
                if failure.error.kind == .throttled { throttled = failure.error }
                do throws(AWSError) {
                    try await wait(after: failure, of: call, retry: retries, until: context.deadline)
                } catch {
                    // What used up the time is the cause, also when the last attempt was cut short by its end.
                    throw error.kind == .timedOut && call.mayRepeat ? throttled ?? error : error
                }
                retries += 1
            }
        }
    }

    /// Waits before the next attempt, or throws when there will be none.
    private func wait(
        after failure: CallFailure, of call: AWSCall, retry: Int, until deadline: ContinuousClock.Instant
    ) async throws(AWSError) {
        let left = ContinuousClock.now.duration(to: deadline)
        guard failure.isRetryable, call.waitsOutThrottling || failure.error.kind != .throttled,
            call.mayRepeat || !failure.error.mayHaveBeenExecuted,
            let delay = configuration.retries.delay(
                retry: retry, after: failure.error.kind, retryAfter: failure.retryAfter, left: left)
        else { throw failure.error }
        do {
            try await Task.sleep(for: delay)
        } catch {
            throw failure.error.with(.cancelled)
        }
    }

    private func traced<Value>(
        _ call: AWSCall, _ context: AWSCallContext, _ credentials: AWSCredentials, retry: Int,
        _ read: ([UInt8]) throws(MalformedAnswer) -> Value
    ) async throws(CallFailure) -> Value {
        guard var span = call.span(retry: retry) else { return try await attempt(call, context, credentials, read) }
        defer { span.end() }
        do {
            let value = try await attempt(call, context, credentials, read)
            span.set("http.response.status_code", 200)
            return value
        } catch {
            if let status = error.error.status { span.set("http.response.status_code", .integer(status)) }
            span.fail(error.error.code ?? error.error.kind.rawValue)
            throw error
        }
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
            var failure = CallFailure(error, to: call)
            failure.error.endpoint = configuration.endpoints.overrideURL
            throw failure
        }
        guard response.status == 200 else { throw CallFailure(response, to: call) }
        do {
            return try read(response.body)
        } catch {
            throw CallFailure(error, to: call, status: response.status)
        }
    }
}
