import Redis
import Testing

extension RedisTests {
    @Suite("Redis URLs")
    struct RedisURLTests {
        private func configuration(_ url: String) throws -> RedisConfiguration { try RedisConfiguration(url: url) }

        @Test("host, port, database, user and password are read, and decoded")
        func full() throws {
            let full = try configuration("redis://al%40ice:p%2Fw%3Ad@redis.example:6380/3")
            #expect(full.server == .single(.tcp(host: "redis.example", port: 6380)))
            #expect(full.database == 3)
            #expect(full.credentials == .init(user: "al@ice", password: "p/w:d"))
            #expect(full.tls == nil)
        }

        @Test("what is left out has Redis's default")
        func defaults() throws {
            let short = try configuration("redis://:secret@[::1]")
            #expect(short.server == .single(.tcp(host: "::1", port: 6379)))
            #expect(short.credentials == .init(password: "secret"))
            #expect(short.database == 0)
        }

        @Test("rediss is TLS with its files")
        func tls() throws {
            let tls = try configuration("rediss://host/?ca=/etc/ca.pem&cert=/c.pem&key=/k.pem&client_name=api")
            #expect(
                tls.tls
                    == .init(
                        certificateAuthorityFile: "/etc/ca.pem", certificateFile: "/c.pem", privateKeyFile: "/k.pem"))
            #expect(tls.clientName == "api")
        }

        @Test("sentinels are a list with a service")
        func sentinels() throws {
            let some = try configuration(
                "redis+sentinel://u:p@a:1,b/main/2?sentinel_password=s&sentinel_user=watch")
            #expect(
                some.server == .sentinels([.tcp(host: "a", port: 1), .tcp(host: "b", port: 26379)], service: "main"))
            #expect(some.database == 2)
            #expect(some.credentials == .init(user: "u", password: "p"))
            #expect(some.sentinelCredentials == .init(user: "watch", password: "s"))
        }

        @Test("a Unix socket is a path")
        func unix() throws {
            let local = try configuration("unix://:pw@/run/redis/redis.sock?db=4")
            #expect(local.server == .single(.unix(path: "/run/redis/redis.sock")))
            #expect(local.database == 4)
            #expect(local.credentials?.password == "pw")
        }

        @Test(
            "a malformed URL is refused with what to write, and without its password",
            arguments: [
                ("localhost:6379", "write redis://"),
                ("http://:secret@host", "begin with redis://"),
                ("redis://:secret@host:port", "port must be a number"),
                ("redis://:secret@host:0", "port must be a number"),
                ("redis://:secret@host:70000", "port must be a number"),
                ("redis://::1:6379", "[::1]"),
                ("redis://:secret@", "host is missing"),
                ("redis://secret@host", ":password@"),
                ("redis://u:se/secret@host", "%2F"),
                ("redis://u:%zzsecret@host", "hexadecimal"),
                ("redis://u:secret%4", "port must be a number"),
                ("redis://u:se?secret@host", "%3F"),
                ("redis://u:secret@a,b", "one host"),
                ("redis://u:secret@host/x", "database must be a number"),
                ("redis://u:secret@host/1/2", "only the number"),
                ("redis://u:secret@host?tls=1", "no option 'tls'"),
                ("redis://u:secret@host?ca=/ca.pem", "needs rediss://"),
                ("redis+sentinel://u:secret@host:1", "name the service"),
                ("redis+sentinel://host/main?sentinel_user=u", "sentinel_password"),
                ("unix://run/redis.sock", "unix:///"),
            ])
        func malformed(url: String, advice: String) throws {
            let thrown = #expect(throws: RedisError.self) { try RedisConfiguration(url: url) }
            let error = try #require(thrown)
            #expect(error.kind == .configuration)
            #expect(error.description.contains(advice))
            #expect(!error.debugDescription.contains("secret"))
        }

        @Test("a configuration that is printed shows no password")
        func printing() throws {
            let printed = try configuration("redis://u:secret@host")
            #expect(!"\(printed)".contains("secret"))
            #expect(!String(reflecting: printed).contains("secret"))
            #expect(!String(reflecting: try #require(printed.credentials)).contains("secret"))
        }
    }
}
