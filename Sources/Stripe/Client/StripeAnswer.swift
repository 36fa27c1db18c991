import Foundation
import HTTPClient
import Operations

/// What an HTTP answer, or its absence, says of a call, before anything is known of what was asked.
enum StripeAnswer<Value: Decodable & Sendable>: Sendable {
    case value(Value)
    /// Stripe's own answer that it did not do it.
    case refused(StripeProblem)
    /// Not executed; the same call may be made again.
    case wait(Duration?, reason: String)
    /// Whether it was executed is not known.
    case unknown(String)

    private struct Failure: Decodable {
        let error: StripeProblem
    }

    /// The longest that a `Retry-After` can hold a call back.
    private static var longestWait: Duration { .seconds(86_400) }

    init(_ error: HTTPClientError) {
        let code = "\(error)"
        switch error.kind {
        case .invalidURL, .invalidRequest:
            self = .refused(
                StripeProblem(
                    status: 0, code: code,
                    message: "The request cannot be sent: check STRIPE_API_BASE and STRIPE_API_KEY."))
        case _ where !error.requestMayHaveBeenSent:
            self = .wait(nil, reason: "Stripe could not be reached (\(code)): check STRIPE_API_BASE and the network.")
        default:
            self = .unknown("Stripe's answer did not arrive (\(code)).")
        }
    }

    /// - Parameters:
    ///   - key: is hidden in what Stripe says.
    ///   - seconds: since 1970, for a `Retry-After` that is a date.
    init(_ response: HTTPClientResponse, hiding key: Secret, now seconds: Int) {
        let status = response.status
        let decoder = JSONDecoder()
        if (200..<300).contains(status) {
            guard let value = try? decoder.decode(Value.self, from: Data(response.body)) else {
                self = .unknown("Stripe's answer (\(status)) cannot be read: check STRIPE_API_BASE.")
                return
            }
            self = .value(value)
            return
        }
        let wait = response.headers.retryAfter(now: seconds).map { min(max($0, .zero), Self.longestWait) }
        // Turned away at the door, by Stripe or by what stands before it.
        guard status != 429 else {
            self = .wait(wait, reason: "Stripe takes no more calls now (429).")
            return
        }
        guard var problem = (try? decoder.decode(Failure.self, from: Data(response.body)))?.error else {
            self = .unknown("The answer (\(status)) is not Stripe's: check STRIPE_API_BASE and proxies.")
            return
        }
        problem.status = status
        problem.hide(key)
        self = Self.meaning(of: problem, shouldRetry: response.headers["Stripe-Should-Retry"], wait)
    }

    /// Stripe's own clients let its header decide first (stripe-python, `_http_client.py`, `_should_retry`): `true` makes a
    /// refusal one that may pass. `false` changes nothing here: what is unknown is looked up, not sent again.
    private static func meaning(of problem: StripeProblem, shouldRetry: String?, _ wait: Duration?) -> StripeAnswer {
        let named = problem.code.map { "\(problem.status), \($0)" } ?? "\(problem.status)"
        switch problem.status {
        case 400..<500 where problem.type == "idempotency_error":
            return .unknown("Stripe had this key before, with another request or one still under way (\(named)).")
        case 408, 409, 424, 500..., ..<400: return .unknown("Stripe does not say whether it was done (\(named)).")
        case _ where shouldRetry == "true":
            return .wait(wait, reason: "Stripe asks for the same call later (\(named)).")
        default: return .refused(problem)
        }
    }
}
