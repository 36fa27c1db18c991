import Jobs
import Storage

enum CancelCommand: Command {
    static let name = "cancel"
    static let synopsis = "ID… | \(FilterArguments.synopsis) [--rate N] [--limit N] [--json]"
    static let summary = "ends jobs that wait, and asks those that run to end"

    static func run(_ arguments: [String]) async throws -> Int32 {
        try await ManyJobs(arguments, .cancel).run { store, id in
            guard let answer = try await store.cancel(id, for: .everybody) else { return "there is no such job" }
            return answer.wasOpen ? nil : "it is \(answer.status.rawValue) already"
        }
    }
}
