extension RedisConfiguration {
    /// Reads a URL, of which user, password and path may be percent-encoded:
    ///
    ///     redis://[[user]:password@]host[:port][/db]           rediss:// for TLS
    ///     redis+sentinel://[[user]:password@]host[:port],host[:port]/service[/db]    rediss+sentinel:// for TLS
    ///     redis+cluster://[[user]:password@]host[:port],host[:port]                  rediss+cluster:// for TLS
    ///     unix://[[user]:password@]/path
    ///
    /// Options follow `?`, joined by `&`: `ca`, `cert` and `key` (PEM files, with TLS only), `client_name`,
    /// `sentinel_user`, `sentinel_password`, and `db` for `unix://`. Ports: 6379, sentinels 26379.
    /// - Throws: `RedisError` of kind `configuration` that says what to write; it never shows a password.
    public init(url: String) throws(RedisError) {
        let parts = try RedisURL(url)
        switch parts.scheme {
        case "redis", "rediss":
            guard parts.hosts.count == 1 else {
                throw parts.problem("name one host, or use redis+sentinel:// or redis+cluster://")
            }
            guard parts.path.count <= 1 else {
                throw parts.problem("only the number of a database may follow the host")
            }
            self.init(server: .single(try parts.endpoint(parts.hosts[0], defaultPort: 6379)))
            database = try parts.database(parts.path.first)
        case "redis+sentinel", "rediss+sentinel":
            guard let service = parts.path.first, !service.isEmpty, parts.path.count <= 2 else {
                throw parts.problem(
                    "name the service after the sentinels: redis+sentinel://host:port,host:port/service")
            }
            var sentinels: [RedisEndpoint] = []
            for host in parts.hosts { sentinels.append(try parts.endpoint(host, defaultPort: 26379)) }
            self.init(server: .sentinels(sentinels, service: service))
            database = try parts.database(parts.path.count == 2 ? parts.path[1] : nil)
        case "redis+cluster", "rediss+cluster":
            guard parts.path.isEmpty || parts.path == ["0"] else {
                throw parts.problem("a cluster has no other database than 0: leave the path out")
            }
            var nodes: [RedisEndpoint] = []
            for host in parts.hosts { nodes.append(try parts.endpoint(host, defaultPort: 6379)) }
            self.init(server: .cluster(nodes))
        case "unix":
            guard parts.hosts == [""], !parts.path.isEmpty else { throw parts.problem("write unix:///path/of/socket") }
            self.init(server: .single(.unix(path: "/" + parts.path.joined(separator: "/"))))
        default:
            throw parts.problem("begin with redis://, rediss://, redis+sentinel://, redis+cluster:// or unix://")
        }
        credentials = parts.credentials
        if parts.scheme.hasPrefix("rediss") { tls = RedisTLSOptions() }
        try apply(parts)
    }

    private mutating func apply(_ parts: RedisURL) throws(RedisError) {
        var sentinelUser: String?
        for (name, value) in parts.options {
            switch name {
            case "ca" where tls != nil: tls?.certificateAuthorityFile = value
            case "cert" where tls != nil: tls?.certificateFile = value
            case "key" where tls != nil: tls?.privateKeyFile = value
            case "ca", "cert", "key": throw parts.problem("'\(name)' needs rediss://")
            case "client_name": clientName = value
            case "db" where parts.scheme == "unix": database = try parts.database(value)
            case "sentinel_user": sentinelUser = value
            case "sentinel_password": sentinelCredentials = Credentials(password: value)
            default: throw parts.problem("there is no option '\(name)' here")
            }
        }
        if sentinelUser != nil {
            guard sentinelCredentials != nil else { throw parts.problem("'sentinel_user' needs 'sentinel_password'") }
            sentinelCredentials?.user = sentinelUser
        }
    }
}
