public import Jobs

/// Kinds for tests, benchmarks and drills; a part of a fleet only where `FLOTILLA_BENCH=1`.
public enum BenchDomain: FleetDomain {
    public static let name = "bench"
    public static var definitions: [JobDefinition] { BenchKinds.definitions }
    public static var worker: WorkerProcess? {
        WorkerProcess("bench", executable: "BenchWorker", environment: ["FLOTILLA_BENCH": "1"], standardCount: 0)
    }
}
