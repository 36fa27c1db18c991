import Assembly
import Foundation
import Jobs
import Operations

enum RetentionCommand: Command {
    static let name = "retention"
    static let synopsis = "[--json]"
    static let summary = "says how many jobs of each day are past their limits, by samples"

    private struct Part: Encodable {
        let name: String
        let from: Date
        let to: Date
        let jobs: Int
        let past: Int
    }

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        try arguments.refusePositions()
        let context = try CommandContext(arguments.settings)
        let parts = try await context.store.retention(FleetRetention(context.retention)).map {
            Part(name: $0.name, from: $0.from, to: $0.to, jobs: $0.jobs, past: $0.past)
        }
        if arguments.isJSON {
            try Output.json(["items": parts])
        } else {
            Output.table(
                ["PARTITION", "FROM", "TO", "JOBS", "PAST"],
                parts.map { [$0.name, Output.time($0.from), Output.time($0.to), "\($0.jobs)", "\($0.past)"] })
        }
        return 0
    }
}
