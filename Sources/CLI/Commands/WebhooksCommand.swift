import Fleet
import Foundation
import Notifications

enum WebhooksCommand: Command {
    static let name = "webhooks"
    static let synopsis = "[enable ID] [--down] [--tenant ID] [--limit N] [--watch[=SECONDS]] [--json]"
    static let summary = "lists the endpoints of webhooks and how they do, or enables one again"
    static let verbs = ["enable"]
    static let options: [CommandOption] = [
        .flag("down", "those that are disabled, fail, or are left alone"),
        .value("tenant", "ID", "endpoints of one account"), .value("limit", "N", "at most so many"), .watch,
    ]

    private struct Row: Encodable {
        let id: String
        let tenant: String
        let url: String
        let enabled: Bool
        let disabledReason: String?
        let disabledAt: Date?
        let failingSince: Date?
        let leftAloneUntil: Date?
        let lastFailure: String?

        init(_ state: WebhookEndpointState) {
            id = state.id.uuidString.lowercased()
            tenant = state.tenant.uuidString.lowercased()
            url = state.url
            enabled = state.disabledAt == nil
            disabledReason = state.disabledReason
            disabledAt = state.disabledAt
            failingSince = state.failingSince
            leftAloneUntil = state.openUntil
            lastFailure = state.text
        }
    }

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        if let verb = arguments.positions.first {
            guard verbs.contains(verb) else { throw UsageMistake.unknown("webhooks", verb, known: verbs) }
            try arguments.refuseWatch()
            return try await enable(arguments.droppingVerb())
        }
        let tenant = try arguments.id("tenant")
        let limit = try arguments.integer("limit", in: 1...1000, default: 100)
        let notifications = try CommandContext(listing: arguments).notifications
        return try await arguments.show {
            let rows = try await notifications.endpointStates(
                of: tenant, onlyDown: arguments.has("down"), limit: limit
            ).map(Row.init)
            return try Listing(rows, ["ID", "ENABLED", "FAILING SINCE", "LEFT ALONE UNTIL", "URL", "WHY"]) {
                [
                    $0.id, $0.enabled ? "yes" : "no", Output.time($0.failingSince), Output.time($0.leftAloneUntil),
                    $0.url, Output.line($0.disabledReason ?? $0.lastFailure ?? "-"),
                ]
            }
        }
    }

    private static func enable(_ arguments: CommandArguments) async throws -> Int32 {
        let text = try arguments.only("an endpoint's id")
        guard let id = UUID(uuidString: text) else { throw UsageMistake(message: "\(text) is not an endpoint's id") }
        let context = try CommandContext(arguments.settings)
        guard let endpoint = try await context.notifications.enable(id) else {
            throw CommandFailure("there is no endpoint \(text)")
        }
        context.audit(
            "enable webhook endpoint",
            [
                "endpoint": .string(id.uuidString.lowercased()),
                "tenant": .string(endpoint.tenant.uuidString.lowercased()),
            ])
        if arguments.isJSON {
            try Output.json(["id": id.uuidString.lowercased()])
        } else {
            print("\(Output.clean(endpoint.url)) is enabled")
        }
        return 0
    }
}
