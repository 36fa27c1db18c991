import Flotilla
import Synchronization

/// Keeps what one attempt told those who watch.
final class WordBox: StreamKeeper {
    private let state = Mutex<(progress: [JobProgress], chunks: [[UInt8]])>(([], []))

    var progress: [JobProgress] { state.withLock { $0.progress } }
    var chunks: [[UInt8]] { state.withLock { $0.chunks } }

    func tell(_ progress: JobProgress) { state.withLock { $0.progress.append(progress) } }
    func tell(_ chunk: [UInt8]) { state.withLock { $0.chunks.append(chunk) } }
}
