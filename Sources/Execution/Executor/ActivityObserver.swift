public import Jobs

/// Counts runs for the fleet's figures. A supervisor's counts starts and ends, since it outlives its executors; an
/// executor's has the errors, which its supervisor does not hear of.
public struct ActivityObserver: RunObserver {
    private let counts: ActivityCounts
    private let isSupervisor: Bool

    public init(_ counts: ActivityCounts, isSupervisor: Bool) {
        self.counts = counts
        self.isSupervisor = isSupervisor
    }

    public func started(_ runs: [RunStart]) {
        guard isSupervisor else { return }
        for group in runs.grouped(by: \.run) {
            counts.count(group.queue, group.kind) { count in
                count.started &+= group.items.count
                for start in group.items { count.wait.observe(start.wait) }
            }
        }
    }

    public func ended(_ runs: [RunEnd]) {
        guard isSupervisor else { return noteErrors(runs) }
        for group in runs.grouped(by: \.run) {
            counts.count(group.queue, group.kind) { count in
                for end in group.items {
                    guard let status = end.status else { continue }
                    count.count(status)
                    count.run.observe(end.slotTime)
                }
            }
        }
    }

    public func interrupted(_ runs: [RunEnd]) {
        for end in runs {
            guard let status = end.status else { continue }
            counts.count(end.run.queue, end.run.kind) { $0.count(status) }
        }
        noteErrors(runs)
    }

    /// What becomes of a job whose attempt failed; queued again it is after a crash.
    private static let failures: Set<JobStatus> = [.retrying, .failed, .queued]

    private func noteErrors(_ runs: [RunEnd]) {
        for end in runs {
            guard let status = end.status, let error = end.error, Self.failures.contains(status) else { continue }
            counts.failed(end.run.id, end.run.kind, error, isLast: status == .failed)
        }
    }
}

extension Array {
    /// Runs of one kind that stand side by side, as they mostly do.
    fileprivate func grouped(
        by run: KeyPath<Element, ObservedRun>
    ) -> [(queue: QueueName, kind: JobKind, items: ArraySlice<Element>)] {
        var groups: [(queue: QueueName, kind: JobKind, items: ArraySlice<Element>)] = []
        var start = startIndex
        while start < endIndex {
            let first = self[start][keyPath: run]
            let end =
                self[start...].firstIndex {
                    $0[keyPath: run].kind != first.kind || $0[keyPath: run].queue != first.queue
                } ?? endIndex
            groups.append((first.queue, first.kind, self[start..<end]))
            start = end
        }
        return groups
    }
}
