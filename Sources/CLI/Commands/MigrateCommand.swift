import Fleet
import Assembly
import Operations
import Postgres

enum MigrateCommand: Command {
    static let name = "migrate"
    static let synopsis = "[--check] [--json]"
    static let summary = "brings the database up to this version"
    static let options: [CommandOption] = [
        .flag("check", "change nothing, name what is missing, and end with status 1 when something is")
    ]

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        try arguments.refusePositions()
        let context = try CommandContext(arguments.settings)
        let url = context.configuration.databaseURL.reveal()
        if arguments.has("check") { return try show(try await Migrations.missing(from: url), arguments.isJSON) }
        let applied = try await Migrations.apply(to: url, includingBench: context.configuration.allowsBench)
        let newer = try await Migrations.newer(at: url)
        if arguments.isJSON {
            try Output.json(Report(applied: applied, newer: newer.map(\.name)))
        } else if applied.isEmpty {
            print("nothing to do")
        } else {
            for migration in applied.migrations { print("applied \(migration.version) \(migration.name)") }
            for function in applied.functions { print("replaced the functions \(function.name)") }
        }
        if let newest = newer.max(by: { $0.program.lexicographicallyPrecedes($1.program) }), !arguments.isJSON {
            print(
                "left as they are: the functions \(newer.map(\.name).joined(separator: ", ")), of version "
                    + "\(newest.program.map(String.init).joined(separator: ".")); this program is \(Version.current)")
        }
        return 0
    }

    /// - Returns: the exit status.
    private static func show(_ missing: MigrationSet, _ isJSON: Bool) throws -> Int32 {
        if isJSON {
            try Output.json(CheckReport(missing: missing))
        } else if missing.isEmpty {
            print("the database is as new as this version")
        } else {
            for migration in missing.migrations { print("missing: \(migration.version) \(migration.name)") }
            for function in missing.functions { print("missing: the functions \(function.name)") }
        }
        return missing.isEmpty ? 0 : 1
    }

    private struct Report: Encodable {
        let applied: [Int]
        let functions: [String]
        /// Of a newer version of the programs, and so left as they are.
        let newer: [String]

        init(applied: MigrationSet, newer: [String]) {
            self.newer = newer
            self.applied = applied.migrations.map(\.version)
            functions = applied.functions.map(\.name)
        }
    }

    private struct CheckReport: Encodable {
        let missing: [Int]
        let functions: [String]

        init(missing: MigrationSet) {
            self.missing = missing.migrations.map(\.version)
            functions = missing.functions.map(\.name)
        }
    }
}
