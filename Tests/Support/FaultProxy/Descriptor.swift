import Glibc

/// Owns a non-blocking TCP socket of 127.0.0.1.
final class Descriptor: Sendable {
    let number: Int32

    private init(_ number: Int32) { self.number = number }

    deinit { close(number) }

    /// - Parameter port: 0 for a free one.
    static func listening(on port: UInt16) throws -> Descriptor {
        let descriptor = try make()
        var yes: Int32 = 1
        setsockopt(descriptor.number, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard withLoopback(port, { bind(descriptor.number, $0, $1) }) == 0, listen(descriptor.number, 512) == 0 else {
            throw FaultProxy.Failure(call: "listen", code: errno)
        }
        return descriptor
    }

    static func connecting(to port: UInt16) -> Descriptor? {
        guard let descriptor = try? make() else { return nil }
        descriptor.sendAtOnce()
        let result = withLoopback(port) { connect(descriptor.number, $0, $1) }
        return result == 0 || errno == EINPROGRESS ? descriptor : nil
    }

    func accept() -> Descriptor? {
        let number = Glibc.accept(number, nil, nil)
        guard number >= 0 else { return nil }
        _ = fcntl(number, F_SETFL, O_NONBLOCK)
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        let descriptor = Descriptor(number)
        descriptor.sendAtOnce()
        return descriptor
    }

    func localPort() throws -> UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &length) }
        }
        guard result == 0 else { throw FaultProxy.Failure(call: "getsockname", code: errno) }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Appends what is there; true when the other end has ended or failed.
    func read(into buffer: inout [UInt8]) -> Bool {
        let size = 64 * 1024
        return withUnsafeTemporaryAllocation(byteCount: size, alignment: 1) { space in
            let count = recv(number, space.baseAddress, size, 0)
            if count > 0 { buffer += UnsafeRawBufferPointer(rebasing: space[..<count]) }
            return count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR && errno != ENOTCONN)
        }
    }

    /// Writes and removes what the kernel takes; false when that failed.
    func write(_ buffer: inout [UInt8]) -> Bool {
        guard !buffer.isEmpty else { return true }
        let count = send(number, buffer, buffer.count, Int32(MSG_NOSIGNAL))
        if count > 0 { buffer.removeFirst(count) }
        // Before the connection to the server is made: EAGAIN.
        return count >= 0 || errno == EAGAIN || errno == EINTR
    }

    /// Makes the coming `close` a reset, which also takes from the peer what it has not read yet.
    func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(number, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }

    private func sendAtOnce() {
        var yes: Int32 = 1
        setsockopt(number, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func make() throws -> Descriptor {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let number = socket(AF_INET, type, 0)
        guard number >= 0 else { throw FaultProxy.Failure(call: "socket", code: errno) }
        return Descriptor(number)
    }

    private static func withLoopback(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
