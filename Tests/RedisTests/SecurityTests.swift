import Foundation
import Redis
import RedisTestSupport
import Testing

extension RedisTests {
    @Suite("Who may talk to Redis, and to whom we talk", .timeLimit(.minutes(1)))
    struct SecurityTests {
        private func failure(_ url: String) async throws -> RedisError? {
            let client = RedisClient(try .test(url))
            defer { client.close() }
            return await client.failure(RedisCommand("PING")).0
        }

        @Test("a password or a user's password opens the server; anything else is a configuration error that says so")
        func credentials() async throws {
            let arguments = [
                "--requirepass", "s3cret", "--user", "worker", "on", ">w0rd", "~*", "+@all",
                "--user", "narrow", "on", ">thin", "~*", "+get",
            ]
            try await withRedisServer(.init(arguments: arguments)) { server async throws in
                let host = "127.0.0.1:\(server.port)"
                for credentials in [":s3cret", "worker:w0rd", "default:s3cret"] {
                    #expect(try await failure("redis://\(credentials)@\(host)") == nil)
                }
                for credentials in [":wrong", "worker:s3cret", "nobody:w0rd"] {
                    let error = try #require(try await failure("redis://\(credentials)@\(host)"))
                    #expect(error.kind == .configuration)
                    #expect(error.description.contains("user or the password"))
                }
                let error = try #require(try await failure("redis://\(host)"))
                #expect(error.kind == .configuration)
                #expect(error.description.contains("asks for a password"))
                #expect(try await failure("redis://:s3cret@\(host)/99")?.kind == .configuration)

                let narrow = RedisClient(try .test("redis://narrow:thin@\(host)"))
                defer { narrow.close() }
                let identity = try await narrow.waitUntilUp()
                #expect(identity.runID == nil && identity.maxmemoryPolicy == nil)
                #expect(try await narrow.command(RedisCommand("GET", "k")) == .null)
            }
        }

        @Test("a server without a password refuses one clearly, and one without TLS is unavailable through it")
        func needlessPassword() async throws {
            try await withRedisServer { server async throws in
                #expect(try await failure("redis://:pw@127.0.0.1:\(server.port)")?.kind == .configuration)
                // Nor does it speak TLS: it waits for more of what it takes for a command.
                var secure = try RedisConfiguration.test("rediss://127.0.0.1:\(server.port)")
                secure.connectTimeout = .milliseconds(200)
                let client = RedisClient(secure)
                defer { client.close() }
                #expect(await client.failure(RedisCommand("PING")).0?.kind == .unavailable)
            }
        }

        @Test("TLS works when the certificate is of our authority and of this host, and only then")
        func tls() async throws {
            let directory = FileManager.default.temporaryDirectory.appending(path: "flotilla-tls-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: directory) }
            let certificate = try await TestCertificate.make(for: ["DNS:localhost"], in: directory)
            try await withRedisServer(.init(certificate: certificate)) { server async throws in
                let authority = "?ca=\(certificate.authority.path)"
                let client = RedisClient(try .test(server.url + authority))
                defer { client.close() }
                let large = (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
                try await client.command(RedisCommand("SET", "k", .bytes(large)))
                #expect(try await client.command(RedisCommand("GET", "k")).bytes == large)
                #expect(try await client.blocking(RedisCommand("BLPOP", "wake"), for: .milliseconds(1)) == .null)

                // Not the certificate's host, and not an authority of this system.
                for url in ["rediss://127.0.0.1:\(server.port)" + authority, server.url] {
                    let error = try #require(try await failure(url))
                    #expect(error.kind == .configuration)
                    #expect(error.description.contains("certificate"))
                }
                #expect(try await failure(server.url + "?ca=/no/such/file")?.kind == .configuration)
                // No TLS where TLS is spoken.
                #expect(try await failure("redis://localhost:\(server.port)")?.kind == .unavailable)
            }
        }

        @Test("an address is accepted when the certificate names it")
        func tlsAddress() async throws {
            let directory = FileManager.default.temporaryDirectory.appending(path: "flotilla-tls-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: directory) }
            let certificate = try await TestCertificate.make(for: ["IP:127.0.0.1"], in: directory)
            try await withRedisServer(.init(certificate: certificate)) { server async throws in
                let authority = "?ca=\(certificate.authority.path)"
                #expect(try await failure("rediss://127.0.0.1:\(server.port)" + authority) == nil)
                #expect(try await failure("rediss://localhost:\(server.port)" + authority)?.kind == .configuration)
            }
        }
    }
}
