internal import CLibpq

/// The keywords and values of `PQconnectStartParams` (libpq documentation, "Parameter Key Words").
struct ConnectionParameters: Sendable {
    private let pairs: [(keyword: String, value: String)]
    /// hosts, host addresses and ports as the URI names them, in step.
    private let hosts: [(keyword: String, values: [String])]
    /// Each host begins one of as many attempts in a row.
    let hostCount: Int
    /// Whether libpq goes on to the next host when one cannot be written.
    let asksForWritable: Bool

    /// - Throws: `invalid` when libpq cannot read the URI. Its own message may quote a password and is left out.
    init(_ configuration: DatabaseConfiguration) throws(PostgresError) {
        guard let options = Self.parse(configuration.url) else {
            throw PostgresError(.invalid, subject: "not a PostgreSQL connection URI")
        }
        // Later pairs override what `dbname`, expanded, says.
        var pairs = [
            ("dbname", configuration.url),
            ("client_encoding", "UTF8"),
            ("keepalives", "1"),
            ("keepalives_idle", String(configuration.keepaliveIdle.wholeSeconds)),
            ("keepalives_interval", String(configuration.keepaliveInterval.wholeSeconds)),
            ("keepalives_count", String(configuration.keepaliveCount)),
            ("tcp_user_timeout", String(configuration.tcpUserTimeout.wholeMilliseconds)),
        ]
        if let name = configuration.applicationName { pairs.append(("application_name", name)) }
        hosts = ["host", "hostaddr", "port"].compactMap { keyword in
            let values = options[keyword].map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
            return values.flatMap { $0.count > 1 ? (keyword, $0) : nil }
        }
        // Of several servers the one that can be written is meant, unless the URL says otherwise.
        let wanted = options["target_session_attrs"] ?? "read-write"
        hostCount = hosts.map(\.values.count).max() ?? 1
        if hostCount > 1 { pairs.append(("target_session_attrs", wanted)) }
        asksForWritable = ["read-write", "primary"].contains(wanted)
        self.pairs = pairs
    }

    /// The parameters of the given attempt. libpq tries hosts in turn, but in its non-blocking mode it waits for a
    /// silent one until the attempt as a whole is given up; so each attempt begins with another host.
    func pairs(attempt: Int) -> [(keyword: String, value: String)] {
        pairs
            + hosts.map { keyword, values in
                let start = attempt % values.count
                return (keyword, (values[start...] + values[..<start]).joined(separator: ","))
            }
    }

    private static func parse(_ url: String) -> [String: String]? {
        var message: UnsafeMutablePointer<CChar>?
        let options = PQconninfoParse(url, &message)
        defer {
            PQconninfoFree(options)
            PQfreemem(message)
        }
        guard let options else { return nil }
        var values: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return values
    }
}
