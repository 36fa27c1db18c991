import Flotilla
import Synchronization

/// Keeps the progress and chunks of one attempt.
final class ReportedProgress: StreamSink {
    private let state = Mutex<(progress: [JobProgress], chunks: [[UInt8]])>(([], []))

    var progress: [JobProgress] { state.withLock { $0.progress } }
    var chunks: [[UInt8]] { state.withLock { $0.chunks } }

    func publish(_ progress: JobProgress) { state.withLock { $0.progress.append(progress) } }
    func publish(_ chunk: [UInt8]) { state.withLock { $0.chunks.append(chunk) } }
}
