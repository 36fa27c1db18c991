extension RedisError {
    /// What is wrong with the server or the way to it, as far as it shows: for words to the person who operates it.
    public enum Cause: Hashable, Sendable {
        case url
        case hostUnknown
        case connectionRefused
        /// No address answers: no route, or no connection in time.
        case unreachable
        /// The connection ended before the first answer: what a server with TLS does to a client without.
        case closedAtOnce
        case connectionLost
        case timedOut
        /// The answer is no Redis protocol.
        case notRedis
        /// Why, in OpenSSL's words.
        case certificateRefused(String)
        /// The handshake failed or was not answered.
        case tlsRefused
        case certificateFiles
        case masterUnknown
        case passwordMissing, passwordWrong, passwordUnexpected
        case databaseMissing
        /// The server does not know the command: renamed, or older than it. nil: which one is not known.
        case commandMissing(String?)
        /// The user may not run the command.
        case commandDenied(String?)
        /// The user may not touch our keys.
        case keyDenied
        /// The keys belong to another node of a cluster.
        case moved
        case clusterDown
        /// A key of ours holds another type.
        case wrongType(key: String?)
        case memoryFull, readOnly, tooFewReplicas, masterDown, loading, persistenceFailed, busy
        case refused(code: String)
    }

    /// The server works but cannot do what is needed of it.
    public static func refused(_ cause: Cause) -> RedisError {
        let code =
            switch cause {
            case .wrongType: "WRONGTYPE"
            case .commandDenied, .keyDenied: "NOPERM"
            case .refused(let code): code
            default: "ERR"
            }
        let words = cause.words.map { ": \($0)" } ?? ""
        return RedisError(.server(code: code), "Redis answered \(code)\(words)", detail: "\(cause)", cause: cause)
    }
}

extension RedisError.Cause {
    /// What a code that many causes share leaves open; free of values.
    var words: String? {
        switch self {
        case .commandMissing(let name): "it does not know \(name ?? "a command")"
        case .commandDenied(let name): "its user may not run \(name ?? "a command")"
        case .keyDenied: "its user may not touch a key"
        case .moved: "the keys belong to another node of a cluster"
        case .clusterDown: "the cluster does not serve the keys"
        case .passwordWrong: "the password is wrong"
        case .passwordUnexpected: "no password is set"
        case .databaseMissing: "it does not have the database"
        default: nil
        }
    }

    private static let known: [String: RedisError.Cause] = [
        "MOVED": .moved, "ASK": .moved, "CLUSTERDOWN": .clusterDown, "TRYAGAIN": .clusterDown,
        "WRONGTYPE": .wrongType(key: nil), "OOM": .memoryFull, "READONLY": .readOnly, "NOREPLICAS": .tooFewReplicas,
        "MASTERDOWN": .masterDown, "LOADING": .loading, "MISCONF": .persistenceFailed, "BUSY": .busy,
        "UNKILLABLE": .busy, "NOAUTH": .passwordMissing, "WRONGPASS": .passwordWrong,
    ]

    /// From a reply; servers before 7 wrap an error of a script in words of their own:
    /// `ERR Error running script (call to f_…): @user_script:12: @user_script: 12: WRONGTYPE …`.
    init(code: String, message: String) {
        if let known = Self.known[code] {
            self = known
            return
        }
        let text = "\(code) \(message)"
        if code == "NOPERM" || text.contains("executing the script can't") {
            let isOfKey = text.contains("access") && text.contains("key")
            self = isOfKey ? .keyDenied : .commandDenied(Self.quoted(message))
        } else if text.contains("nknown command") || text.contains("nknown Redis command") {
            self = .commandMissing(text.contains("nknown command") ? Self.quoted(message) : nil)
        } else if text.contains("without any password") || text.contains("no password is set") {
            self = .passwordUnexpected
        } else if text.contains("invalid password") {
            self = .passwordWrong
        } else if text.contains("non local key") {
            self = .moved
        } else if text.contains("user_script"), let inner = Self.inner(text) {
            self = inner
        } else {
            self = .refused(code: code)
        }
    }

    /// A command's name between quotes, in capitals.
    private static func quoted(_ text: String) -> String? {
        let parts = text.split(whereSeparator: { "'`".contains($0) })
        guard parts.count > 1, text.contains(where: { "'`".contains($0) }) else { return nil }
        let name = parts[text.first.map { "'`".contains($0) } ?? false ? 0 : 1].uppercased()
        return name.utf8.count <= 32 && name.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "|") } ? name : nil
    }

    private static func inner(_ text: String) -> RedisError.Cause? {
        for word in text.split(whereSeparator: { " -:".contains($0) }) {
            if let cause = known[String(word)] { return cause }
        }
        return nil
    }
}
