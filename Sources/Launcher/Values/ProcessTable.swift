/// Every kind of process that `flotilla up` starts.
public struct ProcessTable: Sendable, Hashable {
    public let kinds: [ProcessKind]

    public init(_ kinds: [ProcessKind]) { self.kinds = kinds }

    /// The API, the enqueuer, and these.
    public init(workers: [ProcessKind]) {
        kinds =
            [
                ProcessKind("api", executable: "api", role: .api),
                ProcessKind("enqueuer", executable: "enqueuer", role: .enqueuer),
            ] + workers
    }

    var workerNames: [String] { kinds.filter { $0.role == .worker }.map(\.name) }
}
