import Foundation
import PythonHelpers

/// A Stripe for tests, in a process of its own: localstripe, and before it what Stripe does and localstripe does not, which
/// misbehaves on request (see `Scripts/stripe_gateway.py`). A fleet is given `url` as `STRIPE_API_BASE` and `key` as
/// `STRIPE_API_KEY`.
public final class StripeServer: Sendable {
    /// A customer with a method that is attached to it.
    public struct Customer: Decodable, Sendable {
        public let customer: String
        public let paymentMethod: String

        public init(customer: String, paymentMethod: String) {
            self.customer = customer
            self.paymentMethod = paymentMethod
        }
    }

    /// Money that has moved, as localstripe has it.
    public struct Charge: Decodable, Sendable {
        public let id: String
        public let paymentIntent: String?
        public let amountCents: Int64
        public let currency: String
        public let customer: String?
        /// As it was sent in the metadata.
        public let invoiceID: String?
        public let refundedCents: Int64
    }

    public struct Request: Decodable, Sendable {
        public let method: String
        public let path: String
        public let query: [String: String]
        public let form: [String: String]
        /// Its `Idempotency-Key`.
        public let key: String?
        /// Its `Stripe-Version`.
        public let version: String?
        public let fault: String?
        /// Of the answer that was made, 0 while there is none.
        public let status: Int
        /// Whether localstripe was asked; false for an answer that was kept under the key.
        public let executed: Bool
    }

    public enum Fault: String, Encodable, Sendable, CaseIterable {
        case dropBefore = "drop_before"
        case silentBefore = "silent_before"
        case dropAfter = "drop_after"
        case silentAfter = "silent_after"
        /// Half an answer.
        case cut
        case late
        case lateAfter = "late_after"
        /// In flight until `release`, whatever the caller does.
        case hold
        case errorAfter = "error_after"
        /// 429, with `Retry-After: 2`.
        case limit
        case html
    }

    /// How one request is answered.
    public struct Step: Encodable, Sendable {
        private var fault: Fault?
        private var seconds: Double?
        private var status: Int?
        private var body: String?
        private var headers: [String: String] = [:]

        public static func fault(_ fault: Fault, seconds: Double = 1) -> Step {
            var step = Step()
            (step.fault, step.seconds) = (fault, seconds)
            return step
        }

        /// Nothing is executed.
        public static func answer(_ status: Int, _ body: String = "", headers: [String: String] = [:]) -> Step {
            var step = Step()
            (step.status, step.body, step.headers) = (status, body, headers)
            return step
        }
    }

    struct Command: Encodable {
        var cmd: String
        var name = ""
        var card = ""
        var iban = ""
        var paymentMethod = ""
        var paymentIntent = ""
        var amountCents: Int64 = 0
        var code = ""
        var declineCode = ""
        var detached = false
        var key = ""
        var isLikeStripe: Bool?
        var steps: [Step] = []
        var seed: UInt64 = 0
        var faults: [String: Double] = [:]
        var seconds: Int64 = 0
        var url = ""
        var secret = ""
        var events: [String] = []
        var body = ""
        var field = ""
        var count = 0
    }

    struct Field: Decodable {
        let field: String
    }

    private struct Address: Decodable {
        let url: String
    }

    /// What `POST /v1/payment_intents` is called in scripts and notes.
    public static let payments = "POST /v1/payment_intents"
    public static let refunds = "POST /v1/refunds"

    public let key = "sk_test_right"
    public let url: String
    let helper: PythonHelper

    public init() async throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Scripts/stripe_gateway.py").path
        helper = try PythonHelper(script: script, python: try PythonEnvironment.python())
        url = try await helper.answer(as: Address.self).url
    }

    public func stop() { helper.stop() }

    /// - Parameter card: `4242424242424242` pays, `4000000000000341` is declined, `4000002500003155` asks for 3-D Secure.
    public func makeCustomer(card: String = "4242424242424242") async throws -> Customer {
        try await helper.ask(Command(cmd: "customer", card: card))
    }

    /// - Parameter iban: `DE62370400440532013001` is declined after half a second, others pay after as long.
    public func makeCustomer(iban: String) async throws -> Customer {
        try await helper.ask(Command(cmd: "customer", iban: iban))
    }

    /// The money that has moved, by all charges that succeeded.
    public func charges() async throws -> [Charge] { try await helper.ask(Command(cmd: "charges")) }

    public func charges(ofInvoice id: UUID) async throws -> [Charge] {
        try await charges().filter { $0.invoiceID == id.uuidString.lowercased() }
    }

    /// The requests that came so far, or those of a key or of a method and path; waits up to ten seconds for so many.
    public func requests(_ name: String = "", atLeast count: Int = 0) async throws -> [Request] {
        try await helper.ask(Command(cmd: "requests", name: name, count: count))
    }
}
