/// The parts of a Redis URL, decoded but not yet understood.
struct RedisURL {
    let scheme: String
    let credentials: RedisConfiguration.Credentials?
    let hosts: [Substring]
    let path: [String]
    let options: [(name: String, value: String)]
    /// The URL as errors may show it.
    private let shown: String

    init(_ url: String) throws(RedisError) {
        shown = Self.masked(url)
        guard let separator = url.firstRange(of: "://") else {
            throw Self.problem(shown, "write redis://host:port/db")
        }
        scheme = url[..<separator.lowerBound].lowercased()
        let (rest, query) = Self.split(url[separator.upperBound...], at: "?")
        // The last @ of what stands before the path ends the credentials: a password may hold one.
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let at = rest[..<slash].lastIndex(of: "@")
        if at == nil, rest.contains("@"), scheme != "unix" {
            throw Self.problem(shown, "a '/' in a password is written %2F")
        }
        if at == nil, rest[..<slash].contains(":"), query?.contains("@") == true {
            throw Self.problem(shown, "a '?' in a password is written %3F")
        }
        let authority = at.map { rest[rest.index(after: $0)..<slash] } ?? rest[..<slash]
        credentials = if let at { try Self.credentials(rest[..<at], shown) } else { nil }
        hosts = authority.split(separator: ",", omittingEmptySubsequences: false)
        var path: [String] = []
        for part in rest[slash...].split(separator: "/") { path.append(try Self.decoded(part, shown)) }
        self.path = path
        var options: [(name: String, value: String)] = []
        for option in (query ?? "").split(separator: "&") {
            let (name, value) = Self.split(option, at: "=")
            options.append((String(name), try Self.decoded(value ?? "", shown)))
        }
        self.options = options
    }

    func problem(_ advice: String) -> RedisError { Self.problem(shown, advice) }

    func endpoint(_ text: Substring, defaultPort: UInt16) throws(RedisError) -> RedisEndpoint {
        var host = text
        var port: Substring?
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            host = text[text.index(after: text.startIndex)..<end]
            let after = text[text.index(after: end)...]
            guard after.isEmpty || after.hasPrefix(":") else { throw problem("write an IPv6 address as [::1]:6379") }
            port = after.isEmpty ? nil : after.dropFirst()
        } else if text.count(where: { $0 == ":" }) > 1 {
            throw problem("write an IPv6 address as [::1]:6379")
        } else {
            (host, port) = Self.split(text, at: ":")
        }
        guard !host.isEmpty else { throw problem("the host is missing: write redis://host:port/db") }
        guard let port else { return .tcp(host: String(host), port: defaultPort) }
        guard let number = UInt16(port), number > 0 else {
            throw problem("the port must be a number from 1 to 65535")
        }
        return .tcp(host: String(host), port: number)
    }

    func database(_ text: String?) throws(RedisError) -> Int {
        guard let text, !text.isEmpty else { return 0 }
        guard let number = Int(text), number >= 0 else { throw problem("the database must be a number such as 0") }
        return number
    }

    private static func credentials(
        _ text: Substring, _ shown: String
    ) throws(RedisError) -> RedisConfiguration.Credentials? {
        if text.isEmpty { return nil }
        let (user, password) = split(text, at: ":")
        guard let password, !password.isEmpty else {
            throw problem(shown, "write user:password@ or :password@ before the host")
        }
        return .init(user: user.isEmpty ? nil : try decoded(user, shown), password: try decoded(password, shown))
    }

    private static func decoded(_ text: Substring, _ shown: String) throws(RedisError) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else {
                throw problem(shown, "a '%' must be followed by two hexadecimal digits ('%' itself is %25)")
            }
            bytes.append(value)
            rest.removeFirst(2)
        }
        guard let result = String(validating: bytes, as: UTF8.self) else {
            throw problem(shown, "percent-encoded text must be UTF-8")
        }
        return result
    }

    private static func problem(_ shown: String, _ advice: String) -> RedisError {
        .configuration("'\(shown)' is no Redis URL: \(advice)")
    }

    static func split(_ text: Substring, at separator: Character) -> (Substring, Substring?) {
        guard let index = text.firstIndex(of: separator) else { return (text, nil) }
        return (text[..<index], text[text.index(after: index)...])
    }
}
