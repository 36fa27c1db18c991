import CLinux
import Glibc
import Synchronization

/// A file descriptor with one owner: closed once, at the latest when the last reference goes.
public final class DescriptorHandle: Sendable {
    private let descriptor: Atomic<Int32>

    /// Takes over an open descriptor and sees to it that a program started from here does not inherit it.
    public init(taking descriptor: Int32) {
        _ = flotilla_set_close_on_exec(descriptor)
        self.descriptor = Atomic(descriptor)
    }

    deinit { close() }

    /// -1 once closed.
    public var number: Int32 { descriptor.load(ordering: .acquiring) }

    public func close() {
        let number = descriptor.exchange(-1, ordering: .acquiringAndReleasing)
        if number >= 0 { Glibc.close(number) }
    }

    /// Gives the descriptor away: the caller closes it.
    public func release() -> Int32 { descriptor.exchange(-1, ordering: .acquiringAndReleasing) }

    /// A pipe, both ends closed on exec.
    public static func pipe() throws(SystemError) -> (reading: DescriptorHandle, writing: DescriptorHandle) {
        var ends: [Int32] = [-1, -1]
        guard flotilla_pipe(&ends) == 0 else { throw SystemError.last("pipe2") }
        return (DescriptorHandle(taking: ends[0]), DescriptorHandle(taking: ends[1]))
    }

    /// Two connected sockets, both closed on exec.
    public static func socketPair() throws(SystemError) -> (DescriptorHandle, DescriptorHandle) {
        var ends: [Int32] = [-1, -1]
        guard flotilla_socketpair(&ends) == 0 else { throw SystemError.last("socketpair") }
        return (DescriptorHandle(taking: ends[0]), DescriptorHandle(taking: ends[1]))
    }
}
