/// What the gateway said of a payment or a refund, as the ledger keeps it.
struct GatewayState: Sendable {
    enum Outcome: String, Sendable {
        case succeeded, failed, pending, unknown
    }

    let outcome: Outcome
    /// The gateway's id of it.
    var object: String?
    var code: String?
    var message: String?
    /// Of a failure: why another try needs a person.
    var hold: Hold?

    enum Hold: String, Sendable {
        /// The bank will not take it later, either.
        case hard
        /// The customer has to confirm it.
        case actionRequired = "action_required"
        /// The gateway does not take what was asked, such as a method that is gone.
        case refused
    }

    /// The gateway does not know it, and never will: its key is not used again.
    static let notExecuted = GatewayState(
        outcome: .failed, code: "not_executed", message: "The payment gateway never executed it.")
}
