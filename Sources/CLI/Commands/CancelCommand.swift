import Jobs
import Storage

enum CancelCommand: Command {
    static let name = "cancel"
    static let synopsis = "ID… | --batch ID | \(FilterArguments.synopsis) [--rate N] [--limit N] [--json]"
    static let summary = "ends jobs that wait, and asks those that run to end"
    static let options =
        BulkJobsCommand.options + [.value("batch", "ID", "the jobs of one batch, and nothing else")]

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        if arguments.given.contains("batch") {
            guard arguments.given == ["batch"] else { throw UsageMistake(message: "beside --batch nothing is chosen") }
            return try await BatchCommand.cancel(arguments)
        }
        return try await BulkJobsCommand(arguments, .cancel).run { store, id in
            guard let answer = try await store.cancel(id, for: .everybody) else { return "there is no such job" }
            return answer.wasOpen ? nil : "it is \(answer.status.rawValue) already"
        }
    }
}
