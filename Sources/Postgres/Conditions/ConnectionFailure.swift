/// Why there is no connection.
public struct ConnectionFailure: Error, Sendable, Hashable {
    public let condition: ServerCondition
    /// The server's error code, when it was the server that refused.
    public let sqlState: String?
    /// libpq's words, for the person who operates the server: they name hosts, ports, roles and databases, and no
    /// password.
    public let detail: String

    init(_ condition: ServerCondition, sqlState: String? = nil, detail: String) {
        self.condition = condition
        self.sqlState = sqlState
        self.detail = detail
    }

    static let late = ConnectionFailure(.timedOut, detail: "connecting took too long")
    static let sharedSession = ConnectionFailure(
        .poolerUnfit, detail: "a connection found another one's settings in its session: the pooler hands sessions on")

    /// - Parameter message: `PQerrorMessage` of an attempt to connect, with errors in their verbose form. One line for
    ///   each address that was tried; the most specific cause counts.
    init(message: String) {
        let lines = message.split(separator: "\n").map(String.init)
            // Hints, and where in the server's source an error comes from.
            .filter { !$0.hasPrefix("\t") && !$0.hasPrefix("LOCATION:") && !$0.hasPrefix("Either provide") }
        let causes = lines.map(LineCause.init)
        let chosen = causes.min { $0.rank < $1.rank } ?? LineCause("")
        self.init(
            chosen.condition, sqlState: chosen.sqlState,
            detail: lines.isEmpty ? "the connection was closed" : lines.joined(separator: "; "))
    }
}

/// What one line says.
private struct LineCause {
    let condition: ServerCondition
    let sqlState: String?

    init(_ line: String) {
        sqlState = Self.sqlState(in: line)
        condition = sqlState.flatMap { Self.refused($0, line) } ?? Self.condition(in: line)
    }

    /// Lower is more specific: a server's answer before no answer, and what an operator must change before what passes.
    var rank: Int {
        switch condition {
        case .unreachable: 5
        case .connectionLost: 4
        case .connectionRefused, .hostUnknown, .timedOut: 3
        default: condition == .readOnly || !condition.needsOperator ? 2 : 1
        }
    }

    /// libpq in its verbose form: `FATAL:  28P01: password authentication failed …`
    private static func sqlState(in line: String) -> String? {
        for severity in ["FATAL:  ", "ERROR:  ", "PANIC:  "] {
            guard let found = line.firstRange(of: severity) else { continue }
            let rest = line[found.upperBound...].utf8
            guard rest.count > 6, rest.dropFirst(5).first == UInt8(ascii: ":") else { continue }
            return String(Substring(rest.prefix(5)))
        }
        return nil
    }

    private static func refused(_ state: String, _ line: String) -> ServerCondition? {
        // Words that PgBouncer puts behind the one code 08P01.
        if line.contains("unsupported startup parameter") { return .poolerUnfit }
        if line.contains("no such database") { return .databaseUnknown }
        if line.contains("no more connections allowed") { return .connectionsExhausted }
        if line.contains("no such user") || line.contains("auth failed") { return .passwordWrong }
        switch state {
        case "28P01": return .passwordWrong
        case "28000":
            if line.contains("does not exist") { return .roleUnknown }
            return line.contains("client certificate") ? .clientCertificate : .notAdmitted
        case "3D000", "55000": return .databaseUnknown
        case "42501": return .connectForbidden
        default: return ServerCondition(sqlState: state)
        }
    }

    private static func condition(in line: String) -> ServerCondition {
        words.first { line.contains($0.text) }?.condition ?? .unreachable
    }

    /// libpq's own sentences (its fe-connect.c, fe-auth.c and fe-secure-openssl.c), the more specific first.
    private static let words: [(text: String, condition: ServerCondition)] = [
        ("session is read-only", .readOnly), ("server is in hot standby mode", .readOnly),
        ("no password supplied", .passwordMissing),
        ("could not translate host name", .hostUnknown), ("could not parse network address", .hostUnknown),
        ("server does not support SSL", .tlsUnsupported),
        ("root certificate file", .authorityMissing),
        ("certificate verify failed", .certificateUntrusted),
        ("does not match host name", .certificateForAnotherHost),
        ("certificate file", .clientCertificate), ("private key", .clientCertificate),
        ("invalid response to SSL negotiation", .notPostgres), ("expected authentication request", .notPostgres),
        ("SSL error", .tlsFailed), ("SSL SYSCALL error", .connectionLost),
        ("invalid ", .settingInvalid), ("could not match", .settingInvalid), ("weak sslmode", .settingInvalid),
        ("Connection refused", .connectionRefused), ("No such file or directory", .connectionRefused),
        ("server closed the connection", .connectionLost), ("Connection reset", .connectionLost),
        ("timeout expired", .timedOut), ("timed out", .timedOut), ("took too long", .timedOut),
    ]
}
