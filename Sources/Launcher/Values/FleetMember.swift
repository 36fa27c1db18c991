/// One process of the plan: the second `scan` worker is `scan-2`, `PID_SCAN_2` in the environment file.
struct FleetMember: Sendable, Hashable {
    let kind: ProcessKind
    /// From 1; nil where there is only ever one.
    let number: Int?

    var name: String { number.map { "\(kind.name)-\($0)" } ?? kind.name }
    var variableName: String { name.uppercased().replacing("-", with: "_") }

    /// - Parameters:
    ///   - counts: nil is the standard number of each.
    ///   - exists: whether a program of that name is there; kinds without one are left out.
    static func plan(
        _ table: ProcessTable, counts: WorkerCounts?, exists: (String) -> Bool
    ) -> (members: [FleetMember], missing: [ProcessKind]) {
        var members: [FleetMember] = []
        var missing: [ProcessKind] = []
        for kind in table.kinds {
            let isWorker = kind.role == .worker
            let count = isWorker ? counts.map { $0[kind.name] } ?? kind.standardCount : 1
            guard count > 0 else { continue }
            guard exists(kind.executable) else {
                missing.append(kind)
                continue
            }
            members += (1...count).map { FleetMember(kind: kind, number: isWorker ? $0 : nil) }
        }
        return (members, missing)
    }
}
