import CLinux
import Glibc
import Reactor

/// Hands signals of the process to a closure on a loop. The handler itself only writes a byte to a pipe.
///
/// One listener per process and signal: a later one takes a signal over. Listening never ends.
public enum SignalListener {
    /// A hang-up signal that was ignored when this process started (nohup) stays ignored.
    public static func listen(
        to signals: [Int32], on loop: EventLoop, handler: @escaping @Sendable (Int32) -> Void
    ) throws(SystemError) {
        let (reading, writing) = try DescriptorHandle.pipe()
        _ = flotilla_set_nonblocking(reading.number)
        _ = flotilla_set_nonblocking(writing.number)
        // Kept open for good: a handler may write at any time.
        let (source, target) = (reading.release(), writing.release())
        let wanted = signals.filter { $0 != SIGHUP || !flotilla_is_ignored(SIGHUP) }
        loop.execute {
            loop.watch(source, for: .readable) { _ in
                var numbers = [UInt8](repeating: 0, count: 64)
                let count = read(source, &numbers, numbers.count)
                for number in numbers.prefix(max(0, count)) { handler(Int32(number)) }
            }
            // Other threads may have been started with these blocked.
            for number in wanted { _ = flotilla_unblock_signal(number) }
        }
        for number in wanted where flotilla_catch_signal(number, target) != 0 {
            throw SystemError.last("sigaction")
        }
    }
}
