import Flotilla
import CloudScanners
import Scans
import Synchronization

/// Saves how far a run has come: all reports since the last save in one write, and none for a run that ends first.
final class ProgressKeeper: Sendable {
    /// A run that ends within this time saves no progress.
    private static let pause = Duration.milliseconds(250)

    private let context: JobContext
    private let state = Mutex<ScanProgress?>(nil)
    private let changes: AsyncStream<Void>
    private let change: AsyncStream<Void>.Continuation

    init(_ context: JobContext) {
        self.context = context
        (changes, change) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func note(_ report: RegionOutcome, of total: Int) {
        let done = state.withLock { state in
            var progress = state ?? ScanProgress(total: total)
            progress.total = total
            progress.regions.append(report)
            state = progress
            return progress.regions.count
        }
        context.progress(Double(done) / Double(max(1, total)) * 100, "\(done) of \(total) regions")
        change.yield()
    }

    /// Until the task is cancelled, or the job has another owner.
    func run() async {
        for await _ in changes {
            do {
                try await Task.sleep(for: Self.pause)
                if let progress = state.withLock({ $0 }) { try await context.save(progress) }
            } catch {
                return
            }
        }
    }
}
