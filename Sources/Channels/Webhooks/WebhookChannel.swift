import Foundation
import HTTPClient
import Reactor
import Tracing

/// Posts signed messages to callers' endpoints, which are not trusted: neither where they lead nor what they answer.
public struct WebhookChannel: Sendable {
    public struct Limits: Sendable {
        /// Of an attempt; Standard Webhooks asks for 15 to 30 seconds.
        public var attempt: Duration = .seconds(20)
        /// For each address of the endpoint.
        public var connect: Duration = .seconds(5)
        /// Of an endpoint that has more, the first ones are tried.
        public var addresses = 3
        /// Of what the endpoint answers.
        public var answerBytes = 1024

        public init() {}
    }

    private let addresses: AddressGuard
    private let limits: Limits
    private let http: WebClient
    private let resolver: HostResolver
    private let now: @Sendable () -> Date

    /// - Parameter certificateAuthorityFile: a PEM file of trusted roots instead of the system's.
    public init(
        addresses: AddressGuard, limits: Limits = Limits(), certificateAuthorityFile: String? = nil,
        resolver: HostResolver = HostResolver(), now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.addresses = addresses
        self.limits = limits
        self.resolver = resolver
        self.now = now
        http = WebClient(
            HTTPClientConfiguration(
                requestsPerHost: 32, certificateAuthorityFile: certificateAuthorityFile, userAgent: "flotilla-webhooks",
                usesProxies: false))
    }

    /// One attempt.
    /// - Parameters:
    ///   - body: JSON, sent and signed byte for byte.
    ///   - text: the endpoint's URL; judged with each attempt.
    ///   - id: of the delivery: letters, digits, `-` and `_`.
    ///   - secrets: those that are valid: one, or two while the endpoint's owner replaces it.
    public func deliver(
        _ body: [UInt8], to text: String, id: String, secrets: [WebhookSecret], until deadline: ContinuousClock.Instant
    ) async -> DeliveryOutcome {
        guard !secrets.isEmpty else {
            return DeliveryOutcome(.refused, code: "no_secret", text: "The endpoint has no secret.", messageID: id)
        }
        let url: WebhookURL
        do throws(WebhookURLProblem) {
            url = try WebhookURL(text, addresses: addresses)
        } catch {
            return refused(error, id)
        }
        let end = min(deadline, .now + limits.attempt)
        do throws(HTTPClientError) {
            let found = try await self.found(url, until: end)
            // One that is refused is enough: the name's owner chooses which comes first.
            guard found.allSatisfy(addresses.permits) else { return refused(.refusedAddress, id) }
            return outcome(of: try await post(body, to: url, at: found, id, secrets, until: end), id)
        } catch {
            return .noAnswer(error, from: "The endpoint", messageID: id)
        }
    }

    private func refused(_ problem: WebhookURLProblem, _ id: String) -> DeliveryOutcome {
        DeliveryOutcome(
            .refused, code: problem.code, text: "The endpoint's URL cannot be used: \(problem.sentence).",
            messageID: id,
            speaksOfDestination: true)
    }

    private func found(
        _ url: WebhookURL, until end: ContinuousClock.Instant
    ) async throws(HTTPClientError) -> [IPAddress] {
        switch url.host {
        case .address(let address): [address]
        case .name(let name): try await resolver.addresses(of: name, until: min(end, .now + limits.connect))
        }
    }

    /// Connects to exactly the addresses that were judged, one after the other while none takes a connection.
    private func post(
        _ body: [UInt8], to url: WebhookURL, at found: [IPAddress], _ id: String, _ secrets: [WebhookSecret],
        until end: ContinuousClock.Instant
    ) async throws(HTTPClientError) -> HTTPClientResponse {
        var failure = HTTPClientError(.timedOut(.total))
        for address in found.prefix(limits.addresses) {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { break }
            var request = HTTPClientRequest(
                method: "POST", url: url.text, headers: ["Content-Type": "application/json"], body: body,
                limits: HTTPClientLimits(
                    total: left, connect: min(left, limits.connect), responseBytes: limits.answerBytes, cutsBody: true))
            request.pinnedAddress = address
            request.acceptsCompression = false
            WebhookSignature(of: body, id: id, timestamp: seconds, secrets: secrets).sign(&request.headers)
            do {
                return try await http.send(request, as: "POST webhook", [("messaging.message.id", .string(id))])
            } catch {
                failure = error
                guard error.kind == .cannotConnect || error.kind == .connectTimedOut else { break }
            }
        }
        throw failure
    }

    private var seconds: Int { Int(exactly: now().timeIntervalSince1970.rounded(.down)) ?? 0 }

    private func outcome(of response: HTTPClientResponse, _ id: String) -> DeliveryOutcome {
        let said = AnswerText.line(response.body)
        func text(_ meaning: String) -> String {
            said.isEmpty ? "The endpoint \(meaning)." : "The endpoint \(meaning): \(said)"
        }
        let status = response.status
        switch status {
        case 200..<300:
            return DeliveryOutcome(.sent, code: "\(status)", text: text("took it"), messageID: id)
        case 410:
            return DeliveryOutcome(
                .refused, code: "410", text: text("is gone (410)"), messageID: id, speaksOfDestination: true)
        case 300..<400:
            let meaning = "answered \(status), a redirect, and redirects are not followed: register where it leads to"
            return .deferred(response, text: text(meaning), now: seconds, messageID: id)
        default:
            return .deferred(response, text: text("answered \(status)"), now: seconds, messageID: id)
        }
    }
}
