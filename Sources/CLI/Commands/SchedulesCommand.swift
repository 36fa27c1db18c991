import Cron
import Foundation
import Storage

enum SchedulesCommand: Command {
    static let name = "schedules"
    static let synopsis =
        "[add NAME CRON --kind K [--payload JSON] [--tenant ID] | set NAME [--cron C] | pause NAME | resume NAME | "
        + "fire NAME | remove NAME | next NAME-OR-CRON [--count N]] [--time-zone Z] [--missed skip|once|all] "
        + "[--missed-limit N] [--overlap allow|skip] [--limit N] "
        + "[--watch[=SECONDS]] [--json]"
    static let summary = "lists schedules, adds, changes, pauses and fires them, or shows when they occur"
    static let verbs = ["list", "add", "set", "pause", "resume", "fire", "remove", "next"]

    static let options: [CommandOption] = [
        .value("kind", "K", "what is enqueued"), .value("payload", "JSON", "what the job is given"),
        .value("tenant", "ID", "whose job it is"), .value("cron", "C", "when"),
        .value("time-zone", "Z", "where that time holds, such as Europe/Paris; UTC unless said"),
        .value("missed", "POLICY", "what is done about missed ones", of: MissedPolicy.allCases.map(\.rawValue)),
        .value("missed-limit", "N", "at most so many missed ones"),
        .value(
            "overlap", "POLICY", "while the last one is not settled", of: OverlapPolicy.allCases.map(\.rawValue)),
        .value("count", "N", "show so many occurrences"), .value("limit", "N", "list at most so many"),
        .watch,
    ]

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        let words = arguments.positions
        let verb = words.first ?? "list"
        guard verbs.contains(verb) else { throw UsageMistake.unknown("schedules", verb, known: verbs) }
        let count = ["list": 0...1, "add": 3...3][verb] ?? 2...2
        guard count.contains(words.count) else {
            throw UsageMistake(message: "\(verb) takes \(verb == "add" ? "a name and a cron expression" : "one name")")
        }
        if verb != "list" { try arguments.refuseWatch() }
        let tool = ScheduleActions(arguments: arguments, context: try CommandContext(listing: arguments))
        switch verb {
        case "list": return try await tool.list()
        case "add": try await tool.add(words[1], words[2])
        case "set": try await tool.set(words[1])
        case "pause": try await tool.pause(words[1], true)
        case "resume": try await tool.pause(words[1], false)
        case "fire": try await tool.fire(words[1])
        case "remove": try await tool.remove(words[1])
        case "next": try await tool.next(words[1])
        default: throw UsageMistake.unknown("schedules", verb, known: verbs)
        }
        if verb != "next" {
            tool.context.audit("schedules \(verb)", ["schedule": .string(words[1])])
        }
        return 0
    }
}

/// A schedule as the command prints it.
struct ScheduleRow: Encodable {
    let id: String
    let owner: String?
    let name: String
    let cron: String
    let timeZone: String
    let template: String
    let missed: String
    let overlap: String
    let paused: Bool
    let generation: Int
    let nextAt: Date?
    let lastAt: Date?
    let lagSeconds: Double
    let overdue: Bool
    let error: String?

    init(_ schedule: Schedule) {
        id = schedule.id.uuidString.lowercased()
        owner = schedule.tenant?.uuidString.lowercased()
        name = schedule.name
        cron = schedule.plan.cron
        timeZone = schedule.plan.timeZone
        template = schedule.plan.template
        missed = schedule.plan.missed.rawValue
        overlap = schedule.plan.overlap.rawValue
        paused = schedule.isPaused
        generation = schedule.generation
        nextAt = schedule.isPaused ? nil : schedule.nextAt
        lastAt = schedule.lastAt
        lagSeconds = schedule.lag / .seconds(1)
        overdue = schedule.isOverdue
        error = schedule.error
    }

    var state: String {
        if paused { return "paused" }
        if let error { return "failing: \(error)" }
        return overdue ? "overdue" : "on time"
    }
}
