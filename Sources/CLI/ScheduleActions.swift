import Fleet
import Cron
import Foundation
import Jobs
import Storage

/// What `flotilla schedules` does, once it is known what.
struct ScheduleActions {
    let arguments: CommandArguments
    let context: CommandContext

    private var store: ScheduleStore { ScheduleStore(database: context.connections.database) }

    func list() async throws -> Int32 {
        let limit = try arguments.integer("limit", in: 1...10_000, default: 1000)
        return try await arguments.show {
            try listing(try await store.schedules(after: nil, limit: limit, for: .everybody).schedules)
        }
    }

    func add(_ name: String, _ cron: String) async throws {
        guard ScheduleName.isPlain(name) else { throw UsageMistake(message: "a name is \(ScheduleName.expected)") }
        guard let kind = arguments.value("kind").map(JobKind.init(rawValue:)) else {
            throw UsageMistake(message: "--kind is needed: what is enqueued")
        }
        var known = Domains.kinds(includingBench: context.configuration.allowsBench)
        for kind in try await context.store.knownKinds() { known[kind.kind] = known[kind.kind] ?? kind }
        guard known[kind] != nil else {
            let names = known.keys.map(\.rawValue).sorted().joined(separator: ", ")
            throw UsageMistake(message: "jobs of the kind \(kind) are not known; known are \(names)")
        }
        var tenant: UUID?
        if let text = arguments.value("tenant") {
            tenant = UUID(uuidString: text)
            if tenant == nil { throw UsageMistake(message: "--tenant should be a UUID") }
        }
        var plan = SchedulePlan(
            cron: cron, timeZone: "UTC", body: try JobTemplate.Body(kind: kind, tenant: tenant).encoded())
        try change(&plan)
        let id = UUID()
        do {
            try await store.create(id, named: name, plan, for: .everybody)
        } catch is ScheduleNameTaken {
            throw CommandFailure("there is a schedule of the name \(name)")
        } catch let error as TooManySchedules {
            throw CommandFailure("there are \(error.limit) schedules, and no more are allowed")
        }
        try await show(.id(id))
    }

    func set(_ name: String) async throws {
        guard try await schedule(name).plan.template == JobTemplate.name || arguments.value("payload") == nil else {
            throw UsageMistake(message: "\(name) is a scan, which has no payload")
        }
        let changed = try await store.update(ScheduleReference(name), for: .everybody) { old in
            var plan = old.plan
            if let cron = arguments.value("cron") { plan.cron = cron }
            try change(&plan)
            return (old.name, plan)
        }
        guard let changed else { throw CommandFailure("there is no schedule \(name)") }
        try show(changed)
    }

    func pause(_ name: String, _ isPaused: Bool) async throws {
        guard let changed = try await store.setPaused(isPaused, ScheduleReference(name), for: .everybody) else {
            throw CommandFailure("there is no schedule \(name)")
        }
        try show(changed)
    }

    func fire(_ name: String) async throws {
        let schedule = try await schedule(name)
        let templates = Domains.templates(
            context.connections, includingBench: context.configuration.allowsBench)
        let minter = JobIDMinter()
        minter.adjust(serverTime: try await context.store.serverTime())
        let (time, work): (Date, ScheduledWork)
        do {
            (time, work) = try await store.firing(of: schedule, by: templates, minter: minter)
        } catch let refusal as ScheduleRefusal {
            throw CommandFailure("the schedule cannot be fired: \(refusal)")
        }
        // The enqueuer offers recent jobs to the dispatcher.
        let existing = try await store.fireNow(schedule, at: time, work)
        let ids = work.jobs.map { "\(existing[$0.id] ?? $0.id)" }
        if arguments.isJSON {
            try Output.json(["jobs": ids])
        } else {
            for id in ids { print(id) }
        }
    }

    func remove(_ name: String) async throws {
        guard try await store.remove(ScheduleReference(name), for: .everybody) else {
            throw CommandFailure("there is no schedule \(name)")
        }
        if arguments.isJSON { try Output.json(["removed": name]) } else { print("removed \(name)") }
    }

    /// Of a schedule, or of an expression that nothing is scheduled by yet.
    func next(_ text: String) async throws {
        let count = try arguments.integer("count", in: 1...100, default: 5)
        var plan = SchedulePlan(cron: text, timeZone: arguments.value("time-zone") ?? "UTC", body: [])
        if !text.contains(" "), !text.hasPrefix("@") { plan = try await schedule(text).plan }
        let timing = try timing(plan)
        let dates = timing.next(count, after: try await store.time())
        if arguments.isJSON {
            try Output.json(["next": dates])
        } else {
            // Naming the zone's separator alone would leave out the rest.
            let style = Date.ISO8601FormatStyle(timeZone: timing.zone).year().month().day()
                .time(includingFractionalSeconds: false).timeZone(separator: .colon)
            for date in dates { print(date.formatted(style)) }
        }
    }

    // MARK: Small parts

    private func schedule(_ name: String) async throws -> Schedule {
        guard let found = try await store.schedule(ScheduleReference(name), for: .everybody) else {
            throw CommandFailure("there is no schedule \(name)")
        }
        return found
    }

    private func change(_ plan: inout SchedulePlan) throws {
        if let zone = arguments.value("time-zone") { plan.timeZone = zone }
        if let missed: MissedPolicy = try choice("missed") { plan.missed = missed }
        if let overlap: OverlapPolicy = try choice("overlap") { plan.overlap = overlap }
        plan.missedLimit = try arguments.integer(
            "missed-limit", in: 1...FiringPlan.largestLimit, default: plan.missedLimit)
        if let payload = arguments.value("payload") {
            guard (try? JSONSerialization.jsonObject(with: Data(payload.utf8))) is [String: Any] else {
                throw UsageMistake(message: "--payload should be a JSON object")
            }
            plan.payload = Array(payload.utf8)
        }
        _ = try timing(plan)
    }

    private func timing(_ plan: SchedulePlan) throws -> ScheduleTiming {
        do {
            return try plan.timing()
        } catch {
            throw UsageMistake(message: "\(error)")
        }
    }

    private func choice<Value: RawRepresentable & CaseIterable>(_ name: String) throws -> Value?
    where Value.RawValue == String {
        guard let text = arguments.value(name) else { return nil }
        guard let value = Value(rawValue: text) else {
            throw UsageMistake(
                message: "--\(name) should be one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return value
    }

    private func show(_ reference: ScheduleReference) async throws {
        guard let found = try await store.schedule(reference, for: .everybody) else { return }
        try show(found)
    }

    private func show(_ schedule: Schedule) throws {
        let listing = try listing([schedule])
        try Output.write(arguments.isJSON ? listing.json + "\n" : listing.text)
    }

    private func listing(_ schedules: [Schedule]) throws -> Listing {
        try Listing(schedules.map(ScheduleRow.init), ["NAME", "CRON", "TIME ZONE", "NEXT", "LAST", "STATE"]) {
            [$0.name, $0.cron, $0.timeZone, Output.time($0.nextAt), Output.time($0.lastAt), $0.state]
        }
    }
}
