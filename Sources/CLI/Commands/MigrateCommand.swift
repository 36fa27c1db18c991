import Fleet
import Assembly
import Operations
import Postgres

enum MigrateCommand: Command {
    static let name = "migrate"
    static let synopsis = "[--json]"
    static let summary = "brings the database up to this version"

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        try arguments.refusePositions()
        let context = try CommandContext(arguments.settings)
        let applied = try await Migrations.apply(
            to: context.configuration.databaseURL.reveal(), includingBench: context.configuration.allowsBench)
        if arguments.isJSON {
            try Output.json(Report(applied))
        } else if applied.isEmpty {
            print("nothing to do")
        } else {
            for migration in applied.migrations { print("applied \(migration.version) \(migration.name)") }
            for function in applied.functions { print("replaced the functions \(function.name)") }
        }
        return 0
    }

    private struct Report: Encodable {
        let applied: [Int]
        let functions: [String]

        init(_ set: MigrationSet) {
            applied = set.migrations.map(\.version)
            functions = set.functions.map(\.name)
        }
    }
}
