import Foundation

extension StripeServer {
    /// Answers the next requests so, one after the other.
    /// - Parameter name: an idempotency key, or a method and path such as `StripeServer.payments`.
    public func script(_ name: String, _ steps: Step...) async throws {
        try await command(Command(cmd: "script", name: name, steps: steps))
    }

    /// From now on every POST draws its fault: `[.dropAfter: 0.2]` for one in five. None ends it.
    public func share(_ faults: [Fault: Double], seed: UInt64) async throws {
        let named = Dictionary(uniqueKeysWithValues: faults.map { ($0.key.rawValue, $0.value) })
        try await command(Command(cmd: "share", seed: seed, faults: named))
    }

    /// Waits until so many requests are held, for ten seconds at most.
    public func awaitHeld(_ count: Int = 1) async throws -> Bool {
        try await helper.ask(Command(cmd: "held", count: count))
    }

    /// Executes what is held.
    public func release() async throws { _ = try await helper.ask(Command(cmd: "release"), as: Int.self) }

    /// Moves the clock by which idempotency keys are forgotten, and no other one.
    public func advance(by seconds: Int64) async throws {
        try await command(Command(cmd: "advance", seconds: seconds))
    }

    /// Whether it refuses and shapes what localstripe would take, or show otherwise. It does unless this says no.
    public func setLikeStripe(_ isLikeStripe: Bool) async throws {
        try await command(Command(cmd: "settings", isLikeStripe: isLikeStripe))
    }

    public func setKey(_ key: String) async throws { try await command(Command(cmd: "settings", key: key)) }

    /// What the method's declines say from now on.
    public func setDecline(
        of method: String, _ declineCode: String, code: String = "card_declined"
    ) async throws {
        try await command(Command(cmd: "change", paymentMethod: method, code: code, declineCode: declineCode))
    }

    /// As if the bank had changed its mind.
    public func setCard(of method: String, _ card: String) async throws {
        try await command(Command(cmd: "change", card: card, paymentMethod: method))
    }

    public func detach(_ method: String) async throws {
        try await command(Command(cmd: "change", paymentMethod: method, detached: true))
    }

    /// As by hand, in the dashboard.
    public func refund(_ paymentIntent: String, amountCents: Int64) async throws {
        struct Made: Decodable {
            let id: String
        }
        let command = Command(cmd: "refund", paymentIntent: paymentIntent, amountCents: amountCents)
        _ = try await helper.ask(command, as: Made.self)
    }

    /// Sends events there, each once, a second after what they are about.
    /// - Parameter events: types; none for all.
    public func addWebhook(_ url: String, secret: String, events: [String] = []) async throws {
        try await command(Command(cmd: "webhook", name: url, url: url, secret: secret, events: events))
    }

    /// A `Stripe-Signature`, by the stripe package.
    public func sign(_ body: String, secret: String, seconds: Int64) async throws -> String {
        try await helper.ask(
            Command(cmd: "sign", seconds: seconds, secret: secret, body: body), as: Field.self
        ).field
    }

    /// What the stripe package makes of a delivery: the event's id, or the name of its error.
    public func verify(_ body: String, field: String, secret: String) async throws -> String {
        try await helper.ask(
            Command(cmd: "verify", secret: secret, body: body, field: field), as: Field.self
        ).field
    }

    private func command(_ command: Command) async throws { _ = try await helper.ask(command, as: Bool.self) }
}
