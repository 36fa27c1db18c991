import Channels
import Foundation
import Jobs
import Notifications

enum NotifyCommand: Command {
    static let name = "notify"
    static let synopsis =
        "test --channel C [--to ADDRESS | ENDPOINT] [--severity P] [--tenant ID] [--timeout SECONDS] [--json]"
    static let summary = "sends a message through a channel, as every other goes, and waits for what becomes of it"
    static let verbs = ["test"]
    static let options: [CommandOption] = [
        .value("channel", "C", "by which it goes", of: testable.map(\.rawValue)),
        .value("to", "TO", "an address for email, the id of an endpoint for webhook"),
        .value("severity", "P", "which hook of Slack; P3 unless said", of: Severity.allCases.map(\.rawValue)),
        .value("tenant", "ID", "the account whose message it is; none unless said"),
        .value("timeout", "SECONDS", "how long to wait for the first attempt; 60 unless said"),
    ]
    private static let testable: [Channel] = [.email, .webhook, .slack, .pagerduty]

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        guard let verb = arguments.positions.first, verbs.contains(verb) else {
            throw UsageMistake.unknown("notify", arguments.positions.first ?? "", known: verbs)
        }
        try arguments.droppingVerb().refusePositions()
        guard let channel: Channel = try arguments.choice("channel"), testable.contains(channel) else {
            throw UsageMistake(
                message: "--channel is needed: one of \(testable.map(\.rawValue).joined(separator: ", "))")
        }
        let severity: Severity = try arguments.choice("severity") ?? .p3
        let tenant = try arguments.id("tenant") ?? UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        let patience = Duration.seconds(try arguments.integer("timeout", in: 1...3600, default: 60))
        let recipient = try recipient(channel, arguments.value("to"))
        let context = try CommandContext(arguments.settings)
        let test = NotificationTest(context: context, patience: patience)
        let deliveries: [DeliveryRecord]
        switch recipient {
        case .endpoint(let id): deliveries = [try await test.send(to: id)]
        case .people(let people):
            deliveries = try await test.send(by: channel, to: people, severity: severity, of: tenant)
        }
        let rows = deliveries.map(DeliveryRow.init)
        if arguments.isJSON {
            try Output.json(["items": rows])
        } else {
            for row in rows {
                let attempt = row.attempts.last
                let words = [attempt?.code, attempt?.text.map(Output.line)].compactMap(\.self).joined(separator: " ")
                let status = row.reason.map { "\(row.status) (\($0))" } ?? row.status
                print("\(row.channel) to \(row.recipient): \(status)\(words.isEmpty ? "" : ": \(words)")")
            }
        }
        return rows.allSatisfy { $0.status == DeliveryStatus.sent.rawValue } ? 0 : 1
    }

    private enum Target {
        case endpoint(UUID)
        case people([Recipient])
    }

    private static func recipient(_ channel: Channel, _ text: String?) throws -> Target {
        switch channel {
        case .email:
            guard let address = text.flatMap({ try? MailAddress($0) }) else {
                throw UsageMistake(message: "--to should be an e-mail address")
            }
            return .people([.address(address, name: nil, locale: nil)])
        case .webhook:
            guard let id = text.flatMap({ UUID(uuidString: $0) }) else {
                throw UsageMistake(message: "--to should be the id of an endpoint: flotilla webhooks lists them")
            }
            return .endpoint(id)
        case .slack, .pagerduty, .inApp:
            if text != nil {
                throw UsageMistake(message: "\(channel.rawValue) takes no --to: settings say where it goes")
            }
            return .people([])
        }
    }
}
