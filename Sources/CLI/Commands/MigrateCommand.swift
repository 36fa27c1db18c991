import Fleet
import Assembly
import Operations

enum MigrateCommand: Command {
    static let name = "migrate"
    static let synopsis = "[--json]"
    static let summary = "brings the database up to this version"

    static func run(_ arguments: [String]) async throws -> Int32 {
        let arguments = try CommandArguments(arguments)
        try arguments.refusePositions()
        let context = try CommandContext(arguments.settings)
        let applied = try await Migrations.apply(
            to: context.configuration.databaseURL.reveal(), includingBench: context.configuration.allowsBench)
        if arguments.isJSON {
            try Output.json(["applied": applied.map(\.version)])
        } else if applied.isEmpty {
            print("nothing to do")
        } else {
            for migration in applied { print("applied \(migration.version) \(migration.name)") }
        }
        return 0
    }
}
