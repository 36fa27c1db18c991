import Glibc

/// Owns a non-blocking stream socket. Not thread-safe.
final class Socket {
    let descriptor: Int32

    /// Begins to connect; once the descriptor is writable `connectionError()` says how that went.
    init(connectingTo address: SocketAddress) throws(RedisError) {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        descriptor = socket(address.family, type, 0)
        guard descriptor >= 0 else { throw .unavailable("socket: \(Self.text(of: errno))") }
        if address.family != AF_UNIX {
            set(Int32(IPPROTO_TCP), TCP_NODELAY, to: 1)
            // A peer that vanished without a word is noticed after 15 + 3 * 5 seconds even when nothing is sent.
            set(SOL_SOCKET, SO_KEEPALIVE, to: 1)
            set(Int32(IPPROTO_TCP), TCP_KEEPIDLE, to: 15)
            set(Int32(IPPROTO_TCP), TCP_KEEPINTVL, to: 5)
            set(Int32(IPPROTO_TCP), TCP_KEEPCNT, to: 3)
        }
        let result = address.withAddress { connect(descriptor, $0, $1) }
        // A Unix socket whose backlog is full says EAGAIN: that attempt has failed.
        guard result == 0 || errno == EINPROGRESS else {
            throw Self.refusal(errno)
        }
    }

    deinit { close(descriptor) }

    func connectionError() -> RedisError? {
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
        return code == 0 ? nil : Self.refusal(code)
    }

    private static func refusal(_ code: Int32) -> RedisError {
        // ENOENT: a Unix socket whose server does not run.
        let isRefused = code == ECONNREFUSED || code == ENOENT
        return .unavailable("connect: \(text(of: code))", isRefused ? .connectionRefused : .unreachable)
    }

    /// The number of bytes received, 0 at the end of the stream, nil when there is nothing yet.
    func receive(into space: UnsafeMutableRawBufferPointer) throws(RedisError) -> Int? {
        while true {
            let count = recv(descriptor, space.baseAddress, space.count, 0)
            if count >= 0 { return count }
            if errno == EAGAIN { return nil }
            if errno != EINTR { throw .connectionLost("recv: \(Self.text(of: errno))") }
        }
    }

    /// The number of bytes that the kernel took, nil when it takes none now.
    func send(_ bytes: UnsafeRawBufferPointer) throws(RedisError) -> Int? {
        while true {
            let count = Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            if count >= 0 { return count }
            if errno == EAGAIN { return nil }
            if errno != EINTR { throw .connectionLost("send: \(Self.text(of: errno))") }
        }
    }

    private func set(_ level: Int32, _ option: Int32, to value: Int32) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func text(of code: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 128)
        return buffer.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress, strerror_r(code, start, buffer.count) == 0 else {
                return "error \(code)"
            }
            return String(cString: start)
        }
    }
}
