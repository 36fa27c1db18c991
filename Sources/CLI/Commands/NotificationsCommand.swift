import Fleet
import Foundation
import Jobs
import Notifications

enum NotificationsCommand: Command {
    static let name = "notifications"
    static let synopsis =
        "[ID | replay [ID…] [--yes]] [\(DeliveryArguments.synopsis)] [--limit N] [--watch[=SECONDS]] [--json]"
    static let summary = "lists deliveries, newest first, shows a notification, or sends deliveries again"
    static let verbs = ["replay"]
    static let options =
        DeliveryArguments.options + [
            .value("limit", "N", "at most so many"),
            .flag("yes", "replay what the options find; without it they are counted"), .watch,
        ]

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        guard arguments.positions.isEmpty else {
            try arguments.refuseWatch()
            if arguments.positions.first == "replay" { return try await ReplayAction(arguments.droppingVerb()).run() }
            return try await show(arguments)
        }
        let limit = try arguments.integer("limit", in: 1...1000, default: 50)
        let notifications = try CommandContext(listing: arguments).notifications
        return try await arguments.show {
            // A span such as 1h ends at each look.
            let filter = try DeliveryArguments.filter(arguments)
            return try Listing(
                try await notifications.deliveries(filter, limit: limit).map(DeliveryRow.init),
                ["ID", "CHANNEL", "RECIPIENT", "STATUS", "REASON", "ATTEMPTS", "CREATED", "LAST ANSWER"]
            ) {
                [
                    $0.id, $0.channel, $0.recipient, $0.status, $0.reason ?? "-", "\($0.attempts.count)",
                    Output.time($0.createdAt), $0.attempts.last?.text.map(Output.line) ?? "-",
                ]
            }
        }
    }

    private static func show(_ arguments: CommandArguments) async throws -> Int32 {
        let text = try arguments.only("a notification's id")
        guard let id = UUID(uuidString: text) else {
            throw UsageMistake.unknown("notifications", text, known: verbs)
        }
        let context = try CommandContext(arguments.settings)
        guard let record = try await context.notifications.notification(id) else {
            throw CommandFailure("there is no notification \(text)")
        }
        let row = NotificationRow(record)
        if arguments.isJSON {
            try Output.json(row)
            return 0
        }
        Output.table(
            ["id", row.id],
            [
                ["tenant", row.tenant], ["template", row.template ?? "-"], ["severity", row.severity],
                ["created", Output.time(row.createdAt)],
            ])
        for delivery in row.deliveries {
            let reason = delivery.reason.map { " (\($0))" } ?? ""
            print(
                "\n\(delivery.id)  \(delivery.channel) to \(Output.clean(delivery.recipient)): \(delivery.status)\(reason)"
            )
            for attempt in delivery.attempts {
                let text = Output.line(attempt.text ?? "")
                print(
                    "  \(Output.time(attempt.at))  \(attempt.outcome ?? "under way")  \(attempt.code ?? "")  \(text)")
            }
        }
        return 0
    }
}
