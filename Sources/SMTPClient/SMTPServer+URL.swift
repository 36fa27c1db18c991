extension SMTPServer {
    /// Reads a URL, of which user and password may be percent-encoded:
    ///
    ///     smtp://[user:password@]host[:port][/name]     STARTTLS when there is a password, or by ?tls=required
    ///     smtps://[user:password@]host[:port][/name]    TLS from the first byte
    ///
    /// The name is the one that greets the server. Options follow `?`, joined by `&`: `tls=required` or `tls=off`, and
    /// `ca`, a PEM file of trusted roots. Ports: 465 for `smtps`, 587 with a password, else 25.
    public init(url: String) throws(SMTPServerError) {
        guard let separator = url.firstRange(of: "://") else { throw Self.form }
        let scheme = url[..<separator.lowerBound].lowercased()
        guard scheme == "smtp" || scheme == "smtps" else { throw Self.form }
        guard url.unicodeScalars.allSatisfy({ (0x21...0x7E).contains($0.value) }) else {
            throw SMTPServerError("percent-encode spaces and characters beyond ASCII")
        }
        let (rest, query) = Self.split(url[separator.upperBound...], at: "?")
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        // The last @ before the path ends the credentials: a password may hold one.
        let at = rest[..<slash].lastIndex(of: "@")
        if at == nil, rest.contains("@") { throw SMTPServerError("write '/' in a password as %2F") }
        if at == nil, query?.contains("@") == true { throw SMTPServerError("write '?' in a password as %3F") }
        credentials = if let at { try Self.credentials(rest[..<at]) } else { nil }
        let authority = at.map { rest[rest.index(after: $0)..<slash] } ?? rest[..<slash]
        (tls: security, file: certificateAuthorityFile) = try Self.options(
            query, isImplicit: scheme == "smtps", hasPassword: credentials != nil)
        (host, port) = try Self.address(
            authority, defaultPort: security == .implicit ? 465 : credentials == nil ? 25 : 587)
        let name = rest[slash...].drop { $0 == "/" }
        guard name.allSatisfy({ $0.isLetter || $0.isNumber || "-._:[]".contains($0) }), name.utf8.count <= 253 else {
            throw SMTPServerError("the name after the host should be one of a machine, such as worker.example.org")
        }
        helloName = name.isEmpty ? nil : String(name)
    }

    private static let form = SMTPServerError("write smtp://user:password@host:port or smtps://user:password@host:port")

    private static func options(
        _ query: Substring?, isImplicit: Bool, hasPassword: Bool
    ) throws(SMTPServerError) -> (tls: SMTPSecurity, file: String?) {
        var security: SMTPSecurity = isImplicit ? .implicit : hasPassword ? .startTLS : .off
        var file: String?
        for option in (query ?? "").split(separator: "&") {
            let (name, value) = split(option, at: "=")
            switch (name, value) {
            case ("tls", "required"): if !isImplicit { security = .startTLS }
            case ("tls", "off"):
                guard !isImplicit else { throw SMTPServerError("smtps:// is TLS: write smtp:// for tls=off") }
                security = .off
            case ("tls", _): throw SMTPServerError("tls is 'required' or 'off'")
            case ("ca", let path?) where !path.isEmpty: file = try decoded(path)
            case ("ca", _): throw SMTPServerError("ca is the path of a PEM file")
            default: throw SMTPServerError("the options are tls and ca")
            }
        }
        return (security, file)
    }

    private static func credentials(_ text: Substring) throws(SMTPServerError) -> Credentials {
        let (user, password) = split(text, at: ":")
        guard let password, !user.isEmpty, !password.isEmpty else {
            throw SMTPServerError("write user:password@ before the host, or neither of them")
        }
        return Credentials(user: try decoded(user), password: try decoded(password))
    }

    private static func address(
        _ text: Substring, defaultPort: UInt16
    ) throws(SMTPServerError) -> (host: String, port: UInt16) {
        var (host, port) = split(text, at: ":")
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { throw SMTPServerError("write an IPv6 address as [::1]:25") }
            host = text[...end]
            let after = text[text.index(after: end)...]
            guard after.isEmpty || after.hasPrefix(":") else {
                throw SMTPServerError("write an IPv6 address as [::1]:25")
            }
            port = after.isEmpty ? nil : after.dropFirst()
        }
        guard port?.contains(":") != true else { throw SMTPServerError("write an IPv6 address as [::1]:25") }
        guard !host.isEmpty else { throw SMTPServerError("the host is missing") }
        guard host.hasPrefix("[") || host.allSatisfy({ $0.isLetter || $0.isNumber || "-._".contains($0) }) else {
            throw SMTPServerError("the host should be a name or an address, and only one")
        }
        guard let port else { return (String(host), defaultPort) }
        guard let number = UInt16(port), number > 0 else {
            throw SMTPServerError("the port should be a number from 1 to 65535")
        }
        return (String(host), number)
    }

    private static func decoded(_ text: Substring) throws(SMTPServerError) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                throw SMTPServerError("a '%' should be followed by two hexadecimal digits ('%' itself is %25)")
            }
            bytes.append(value)
            rest.removeFirst(2)
        }
        // libcurl takes texts that end at a NUL; a line's end has no place in a name, a password or a path.
        guard let result = String(validating: bytes, as: UTF8.self), !bytes.contains(where: { $0 < 0x20 }) else {
            throw SMTPServerError("percent-encoded text should be UTF-8 without control characters")
        }
        return result
    }

    private static func split(_ text: Substring, at separator: Character) -> (Substring, Substring?) {
        guard let index = text.firstIndex(of: separator) else { return (text, nil) }
        return (text[..<index], text[text.index(after: index)...])
    }
}
