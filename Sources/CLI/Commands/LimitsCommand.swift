import Fleet
import Foundation
import Jobs

enum LimitsCommand: Command {
    static let name = "limits"
    static let synopsis = """
        [QUEUE [set [--kind KIND] [--tenant ID | --key KEY | --each tenant|key] [--running N] [--starts N[/s|/m|/h]]
              [--burst N] [--weight W]]] [--watch[=SECONDS]] [--json]
        """
    static let summary = "shows what limits hold; set: changes one (unlimited: none; default: as a wider rule says)"
    static let options: [CommandOption] = [
        .value("kind", "KIND", "of one kind"), .value("tenant", "ID", "of one account"),
        .value("key", "KEY", "of one limit key"), .value("each", "WHAT", "of each one", of: ["tenant", "key"]),
        .value("running", "N", "jobs that may run at once, or unlimited, or default"),
        .value("starts", "RATE", "jobs that may start, such as 10/s, 100/m or 5/h, or unlimited, or default"),
        .value("burst", "N", "starts that may come at once"),
        .value("weight", "W", "a tenant's share beside the others', or default"),
        .watch,
    ]

    private struct Row: Encodable {
        let queue: String
        let scope: String
        let kind: String?
        let subject: String?
        let running: Int?
        let startsPerSecond: Double?
        let burst: Int?
        let weight: Double?
        let paused: Bool?
        /// By a program of the kind, and not by an operator.
        let declared: Bool

        init(_ queue: QueueName, _ rule: LimitRule, declared: Bool) {
            self.queue = queue.rawValue
            self.declared = declared
            scope = rule.target.scope.rawValue
            kind = rule.target.kind?.rawValue
            subject = rule.target.subject
            running = rule.running
            startsPerSecond = rule.rate
            burst = rule.burst
            weight = rule.weight
            paused = rule.isPaused
        }
    }

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        let context = try CommandContext(listing: arguments)
        guard let name = arguments.positions.first else { return try await show(nil, context, arguments) }
        let queue = QueueName(rawValue: name)
        try await context.require(queue)
        switch arguments.positions.dropFirst() {
        case []: break
        case ["set"]:
            try arguments.refuseWatch()
            let change = try LimitArguments(arguments).change
            if let kind = change.target.kind { try await context.require(kind, in: queue) }
            try await context.store.change([change], in: queue)
            context.audit("limits set", ["queue": .string(queue.rawValue), "words": .string(arguments.asked)])
        default: throw UsageMistake(message: "after the queue only set is understood")
        }
        return try await show([queue], context, arguments)
    }

    /// - Parameter queues: nil for all.
    private static func show(
        _ queues: [QueueName]?, _ context: CommandContext, _ arguments: CommandArguments
    ) async throws -> Int32 {
        try await arguments.show {
            var rows: [Row] = []
            var shown = queues ?? []
            if queues == nil { shown = try await context.queues() }
            for queue in shown {
                rows += try await context.store.rules(of: queue).map { Row(queue, $0, declared: false) }
                rows += try await context.store.declaredRules(of: queue).map { Row(queue, $0, declared: true) }
            }
            return try Listing(
                rows, ["QUEUE", "PER", "KIND", "WHICH", "RUNNING", "STARTS/S", "BURST", "WEIGHT", "PAUSED", "BY"]
            ) { row in
                [
                    row.queue, row.scope, row.kind ?? "all", row.subject ?? "each",
                    row.running.map { $0 < 0 ? "unlimited" : "\($0)" } ?? "-",
                    row.startsPerSecond.map { $0 == 0 ? "unlimited" : "\($0)" } ?? "-",
                    row.burst.map { "\($0)" } ?? "-", row.weight.map { "\($0)" } ?? "-",
                    row.paused == true ? "paused" : "-", row.declared ? "program" : "operator",
                ]
            }
        }
    }
}

/// The words after `limits QUEUE set`.
struct LimitArguments {
    let change: LimitChange

    init(_ arguments: CommandArguments) throws {
        var change = LimitChange(try Self.target(arguments))
        if let word = arguments.value("running") { change.running = .some(try Self.count(word)) }
        if let word = arguments.value("starts") {
            change.rate = .some(
                try Self.rate(word, burst: try arguments.integer("burst", in: LimitRule.Bounds.burst, default: 1)))
        } else if arguments.value("burst") != nil {
            throw UsageMistake(message: "--burst needs --starts")
        }
        if let word = arguments.value("weight") {
            guard change.target.scope == .tenant, change.target.kind == nil, change.target.subject != nil else {
                throw UsageMistake(message: "--weight is a tenant's: it needs --tenant, and no --kind")
            }
            change.weight = .some(try Self.weight(word))
        }
        if change.isEmpty { throw UsageMistake(message: "say what: --running, --starts or --weight") }
        self.change = change
    }

    private static func target(_ arguments: CommandArguments) throws -> LimitRule.Target {
        let kind = arguments.value("kind").map(JobKind.init(rawValue:))
        switch (arguments.value("tenant"), arguments.value("key"), arguments.value("each")) {
        case (nil, nil, nil): return LimitRule.Target(kind == nil ? .queue : .kind, kind: kind)
        case (let text?, nil, nil):
            guard let tenant = UUID(uuidString: text) else {
                throw UsageMistake(message: "--tenant takes a UUID, not \(text)")
            }
            return LimitRule.Target(.tenant, kind: kind, subject: tenant.uuidString.lowercased())
        case (nil, let key?, nil):
            guard kind != nil else { throw UsageMistake(message: "--key needs --kind") }
            guard Limits.isKey(key) else {
                throw UsageMistake(message: "--key takes 1 to \(Limits.keyBytes) bytes without control characters")
            }
            return LimitRule.Target(.key, kind: kind, subject: key)
        case (nil, nil, "tenant"): return LimitRule.Target(.tenant, kind: kind)
        case (nil, nil, "key"): return LimitRule.Target(.key, kind: kind)
        case (nil, nil, _): throw UsageMistake(message: "--each takes tenant or key")
        default: throw UsageMistake(message: "of --tenant, --key and --each only one")
        }
    }

    private static func count(_ word: String) throws -> Int? {
        switch word {
        case "default": return nil
        case "unlimited": return LimitRule.unlimited
        default:
            guard let count = Int(word), LimitRule.Bounds.running.contains(count) else {
                throw UsageMistake(
                    message:
                        "--running takes 0 to \(LimitRule.Bounds.running.upperBound), unlimited or default, not \(word)"
                )
            }
            return count
        }
    }

    private static func rate(_ word: String, burst: Int) throws -> StartRate? {
        if word == "default" { return nil }
        if word == "unlimited" { return StartRate(perSecond: 0) }
        let parts = word.split(separator: "/", maxSplits: 1).map(String.init)
        let seconds: [String: Double] = ["s": 1, "m": 60, "h": 3600]
        guard let count = Double(parts[0]), let interval = seconds[parts.count == 2 ? parts[1] : "s"],
            LimitRule.Bounds.perSecond.contains(count / interval)
        else {
            throw UsageMistake(message: "--starts takes a number with /s, /m or /h, unlimited or default, not \(word)")
        }
        return StartRate(perSecond: count / interval, burst: burst)
    }

    private static func weight(_ word: String) throws -> Double? {
        if word == "default" { return nil }
        guard let weight = Double(word), LimitRule.Bounds.weight.contains(weight) else {
            throw UsageMistake(message: "--weight takes 0.001 to 1000 or default, not \(word)")
        }
        return weight
    }
}

extension CommandContext {
    func queues() async throws -> [QueueName] { try await Domains.queues(with: store) }

    func require(_ queue: QueueName) async throws {
        let known = try await queues()
        guard known.contains(queue) else {
            throw CommandFailure(
                "there is no queue \(queue); known are \(known.map(\.rawValue).joined(separator: ", "))")
        }
    }

    func require(_ kind: JobKind, in queue: QueueName) async throws {
        guard try await Domains.kinds(of: queue, with: store).contains(kind) else {
            throw CommandFailure("there is no kind \(kind) in the queue \(queue)")
        }
    }
}
