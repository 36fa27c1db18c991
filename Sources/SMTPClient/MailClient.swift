import Synchronization

/// SMTP (RFC 5321) over libcurl: STARTTLS and TLS, sign-in, connections kept for many messages, every wait limited.
///
/// A message is sent on the caller's thread, which waits; so that many at once are as many connections. For handlers,
/// which have a thread of their own; never call it from Swift's pool.
public final class MailClient: Sendable {
    private struct Idle {
        var connections: [SMTPConnection] = []
        var isSweeping = false
    }

    private let server: Mutex<SMTPServer>
    private let limits: SMTPLimits
    private let idle = Mutex(Idle())

    public init(_ server: SMTPServer, limits: SMTPLimits = SMTPLimits()) {
        self.server = Mutex(server)
        self.limits = limits
    }

    /// Hands messages to this server from now on, such as the same one with another password.
    public func renew(_ server: SMTPServer) {
        self.server.withLock { $0 = server }
        // They end after the lock.
        let old = idle.withLock { idle in
            defer { idle.connections = [] }
            return idle.connections
        }
        _ = old
    }

    private func connect() -> SMTPConnection? { SMTPConnection(server.withLock { $0 }, limits) }

    /// Hands a message over, and waits until the server answers, the deadline is reached or the task is cancelled; for the
    /// latter up to a second longer.
    /// - Returns: the words with which the server accepted it.
    public func send(_ message: SMTPMessage, by deadline: ContinuousClock.Instant) throws(SMTPError) -> SMTPReply {
        try message.check()
        guard ContinuousClock.now < deadline else { throw SMTPError(.timedOut(.total)) }
        guard let connection = take() else { throw SMTPError(.other(code: 2)) }
        do throws(SMTPError) {
            return try send(message, by: deadline, connection)
        } catch  where connection.wasReused && error.isOfConnection && ContinuousClock.now < deadline {
            // The server had ended what was kept, and has accepted nothing: once more by a new connection.
            guard let connection = connect() else { throw error }
            return try send(message, by: deadline, connection)
        }
    }

    private func send(
        _ message: SMTPMessage, by deadline: ContinuousClock.Instant, _ connection: SMTPConnection
    ) throws(SMTPError) -> SMTPReply {
        defer { put(connection) }
        return try connection.send(message, by: deadline)
    }

    private func take() -> SMTPConnection? {
        let oldest = ContinuousClock.now - limits.idle
        let kept = idle.withLock { idle in
            idle.connections.last.map { $0.lastUse > oldest } == true ? idle.connections.popLast() : nil
        }
        return kept ?? connect()
    }

    private func put(_ connection: SMTPConnection) {
        guard connection.isUsable, connection.messages < limits.messagesPerConnection else { return }
        let startsSweep = idle.withLock { idle in
            idle.connections.append(connection)
            defer { idle.isSweeping = true }
            return !idle.isSweeping
        }
        if startsSweep { sweepLater() }
    }

    /// Closes what is idle for too long, and comes back while anything is kept.
    private func sweepLater() {
        Task.detached { [weak self, idle = limits.idle] in
            try? await Task.sleep(for: idle)
            self?.sweep()
        }
    }

    private func sweep() {
        let oldest = ContinuousClock.now - limits.idle
        // They end after the lock.
        let (old, isEmpty) = idle.withLock { idle in
            let old = idle.connections.filter { $0.lastUse <= oldest }
            idle.connections.removeAll { $0.lastUse <= oldest }
            idle.isSweeping = !idle.connections.isEmpty
            return (old, idle.connections.isEmpty)
        }
        _ = old
        if !isEmpty { sweepLater() }
    }
}

extension SMTPError {
    /// Whether it is the connection that failed, before the server could have accepted the message.
    fileprivate var isOfConnection: Bool {
        !messageMayHaveBeenAccepted && (kind == .cut || reply?.code == 421)
    }
}
