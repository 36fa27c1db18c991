internal import CLinux
import Glibc
import Reactor
import Synchronization

/// Keeps connections for a moment whose clients still send, and drops what comes: closing with unread bytes would reset
/// the connection, and the client might lose the answer (RFC 9112, section 9.6).
final class Linger: Sendable {
    private static let most = 256
    private static let limit = Duration.seconds(2)
    private static let bytesLimit = 8 << 20

    private struct State {
        var loop: EventLoop?
        /// By descriptor: bytes that may still come, and the timer that ends it.
        var kept: [Int32: (left: Int, timer: TimerID?)] = [:]
    }

    private let state = Mutex(State())

    func begin(on loop: EventLoop) { state.withLock { $0.loop = loop } }

    /// To be called while the library still has the descriptor open.
    func keep(_ descriptor: Int32) {
        // Handed to the loop under the lock, so that it comes before what `stop` hands over.
        state.withLock { state in
            guard let loop = state.loop, state.kept.count < Self.most else { return }
            let copy = flotilla_duplicate(descriptor, 3)
            guard copy >= 0 else { return }
            shutdown(copy, Int32(SHUT_WR))
            state.kept[copy] = (Self.bytesLimit, nil)
            loop.execute { self.watch(copy, loop) }
        }
    }

    private func watch(_ descriptor: Int32, _ loop: EventLoop) {
        loop.watch(descriptor, for: .readable) { [weak self] _ in self?.drain(descriptor, loop) }
        let timer = loop.schedule(after: Self.limit) { [weak self] in self?.end(descriptor, loop) }
        state.withLock { $0.kept[descriptor]?.timer = timer }
    }

    private func drain(_ descriptor: Int32, _ loop: EventLoop) {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        for _ in 0..<16 {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if count < 0, errno == EAGAIN || errno == EINTR { return }
            let left = state.withLock { state -> Int in
                state.kept[descriptor]?.left -= max(0, count)
                return state.kept[descriptor]?.left ?? 0
            }
            if count <= 0 || left <= 0 { return end(descriptor, loop) }
        }
    }

    private func end(_ descriptor: Int32, _ loop: EventLoop) {
        guard let entry = state.withLock({ $0.kept.removeValue(forKey: descriptor) }) else { return }
        if let timer = entry.timer { loop.cancel(timer) }
        loop.unwatch(descriptor)
        close(descriptor)
    }

    /// Closes what is left and takes nothing more. On the loop, whose thread alone closes a descriptor that it watches.
    func stop() {
        state.withLock { state in
            guard let loop = state.loop else { return }
            state.loop = nil
            loop.execute {
                for descriptor in self.state.withLock({ Array($0.kept.keys) }) { self.end(descriptor, loop) }
            }
        }
    }
}
