import Assembly
public import Jobs
import Scans

/// The kinds of jobs that this program accepts.
public enum Kinds {
    public static func all(includingBench: Bool) -> [JobKind: JobDefinition] {
        let definitions =
            ScanService.offered.map(\.definition) + [ReadMetrics.definition]
            + (includingBench ? BenchKinds.definitions : [])
        return Dictionary(definitions.map { ($0.kind, $0) }) { first, _ in first }
    }
}
