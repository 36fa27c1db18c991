import Jobs
import Storage

enum CancelCommand: Command {
    static let name = "cancel"
    static let synopsis = "ID… | --batch ID | \(FilterArguments.synopsis) [--rate N] [--limit N] [--json]"
    static let summary = "ends jobs that wait, and asks those that run to end"

    static func run(_ arguments: [String]) async throws -> Int32 {
        if arguments.contains(where: { $0 == "--batch" || $0.hasPrefix("--batch=") }) {
            return try await BatchCommand.cancel(arguments)
        }
        return try await BulkJobsCommand(arguments, .cancel).run { store, id in
            guard let answer = try await store.cancel(id, for: .everybody) else { return "there is no such job" }
            return answer.wasOpen ? nil : "it is \(answer.status.rawValue) already"
        }
    }
}
