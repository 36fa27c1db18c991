/// Every kind of process that `flotilla up` starts.
public struct ProcessTable: Sendable, Hashable {
    public let kinds: [ProcessKind]

    public init(_ kinds: [ProcessKind]) { self.kinds = kinds }

    public static let standard = ProcessTable([
        ProcessKind("api", executable: "api", role: .api),
        ProcessKind("enqueuer", executable: "enqueuer", role: .enqueuer),
        ProcessKind("scan", executable: "ScanWorker", meetsCloud: true),
        ProcessKind("ai", executable: "AIWorker"),
        ProcessKind("notify", executable: "NotifyWorker"),
        ProcessKind("billing", executable: "BillingWorker"),
        ProcessKind(
            "bench", executable: "BenchWorker", arguments: [],
            environment: ["FLOTILLA_BENCH": "1"], standardCount: 0),
    ])

    var workerNames: [String] { kinds.filter { $0.role == .worker }.map(\.name) }
}
