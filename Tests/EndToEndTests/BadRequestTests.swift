import Cryptography
import FleetTestSupport
import Foundation
import Testing

extension CalmFleet {
    @Suite("What is wrong with a request") struct BadRequestTests {
        let estate: CalmEnvironment

        init() throws { estate = try CalmEnvironment.current }

        private var school: Caller { estate.first.caller }
        private var admin: Caller { estate.admin }

        // MARK: Bodies

        @Test("strange JSON is refused or stored as it came, and never an error of ours") func strange() async throws {
            let bodies: [(String, ClosedRange<Int>)] = [
                (#"{"kind":"bench.noop","kind":"bench.noop","payload":{}}"#, 400...422),
                (#"{"kind":"bench.noop","payload":{"n":1e400}}"#, 202...422),
                (#"{"kind":"bench.noop","payload":{"n":123456789012345678901234567890.5}}"#, 202...422),
                (#"{"kind":"bench.noop","payload":{"n":\#(String(repeating: "9", count: 200_000))}}"#, 202...422),
                (#"{"kind":"bench.noop","payload":{"a":"\ud800"}}"#, 400...422),
                (#"{"kind":"bench.noop","priority":1e400}"#, 400...422),
                (#"{"kind":"bench.noop","timeout":1e400}"#, 400...422),
                (#"{"kind":"bench.noop","timeout":1e-400}"#, 400...422),
                (#"{"kind":"bench.noop","run_at":"9999999-01-01T00:00:00Z"}"#, 400...422),
                (#"{"kind":"bench.noop","run_at":"0000-01-01T00:00:00Z"}"#, 202...422),
                (#"{"kind":"bench.noop","run_at":"9999-12-31T23:59:59Z"}"#, 202...422),
                (#"{"kind":"bench.noop","payload":\#(Self.deep(50))}"#, 202...422),
                (#"{"kind":"bench.noop","payload":\#(Self.deep(100_000))}"#, 400...422),
                (#"{"kind":"bench.noop","payload":{"é\u0301":"🦑","":null}}"#, 202...202),
            ]
            for (body, expected) in bodies {
                let answer = try await admin.send("POST", "/jobs", body: Array(body.utf8), within: .seconds(10))
                #expect(expected.contains(answer.status), "\(body.prefix(80)): \(answer)")
                guard answer.status == 202, let id = answer["id"].string else { continue }
                #expect(try await admin.get("/jobs/\(id)").status == 200, "\(body.prefix(80))")
            }
            let invalid = try await admin.send("POST", "/jobs", body: [0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D])
            #expect(invalid.status == 400)
        }

        private static func deep(_ levels: Int) -> String {
            String(repeating: #"{"a":"#, count: levels) + "1" + String(repeating: "}", count: levels)
        }

        @Test("a body over 1 MiB is 413, whatever its length is said to be") func tooLarge() async throws {
            let body = [UInt8](repeating: UInt8(ascii: " "), count: (1 << 20) + 1)
            let answer = try await admin.send("POST", "/jobs", body: body)
            #expect(answer.status == 413)
            #expect(answer.isProblem)
            let big = try await admin.send("POST", "/jobs", body: [UInt8](repeating: 0x20, count: 8 << 20))
            #expect(big.status == 413)
        }

        @Test("what is refused leaves nothing behind") func nothingHalfWritten() async throws {
            let tenant = try await estate.fleet.signUp(role: "arn:aws:iam::111122223333:role/scan")
            let bodies: [JSON] = [
                ["provider": "aws", "services": ["ec2", "nothing"]], ["provider": "aws", "services": ["ec2"], "x": 1],
                ["provider": "aws", "services": ["ec2"], "regions": ["eu-west-1", "?"]],
            ]
            for body in bodies { #expect(try await tenant.caller.post("/scans", body).status == 422) }
            let id = UUID(uuidString: tenant.id) ?? UUID()
            #expect(try await estate.fleet.count("select count(*) from scans where account = \(id)") == 0)
            #expect(try await estate.fleet.count("select count(*) from scan_runs where account = \(id)") == 0)
            #expect(try await estate.fleet.count("select count(*) from jobs where tenant = \(id)") == 0)
            let without = try await estate.fleet.signUp()
            let answer = try await without.caller.post("/scans", ["provider": "aws", "services": ["ec2"]])
            #expect(answer.status == 422)
            #expect(answer.pointers == ["/role_arn"])
        }

        // MARK: Who asks

        @Test("no token, or one that is malformed, expired, changed or signed by others: 401 with WWW-Authenticate")
        func unauthorized() async throws {
            let tokens: [String?] = [
                nil, "nonsense", "a.b.c", try token(secret: String(repeating: "x", count: 32)),
                try token(expiresIn: -60), try token() + "x", unsigned, String(repeating: "a", count: 10_000),
            ]
            for token in tokens {
                let caller = Caller(url: school.url, token: token)
                for (method, path) in [("GET", "/scans"), ("POST", "/scans"), ("GET", "/jobs"), ("GET", "/jobs/1")] {
                    let answer = try await caller.send(method, path, body: method == "POST" ? Array("{}".utf8) : [])
                    #expect(answer.status == 401, "\(token ?? "none") \(path): \(answer)")
                    #expect(answer.headers["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
                }
            }
            let scheme = try await estate.fleet.anybody.get("/scans", headers: [("Authorization", "Basic YTpi")])
            #expect(scheme.status == 401)
            #expect(try await Caller(url: school.url, token: try token()).get("/scans").status == 200)
        }

        private func token(secret: String = Fleet.jwtSecret, expiresIn seconds: Double = 600) throws -> String {
            try JWTSigner.secret(Array(secret.utf8)).sign(
                JWTClaims(
                    subject: UUID().uuidString.lowercased(), tenant: estate.first.id, role: "school",
                    expiresAt: Date() + seconds, issuedAt: Date() - 120))
        }

        /// "alg": "none".
        private var unsigned: String {
            let claims =
                #"{"sub":"\#(UUID())","tenant":"\#(estate.first.id)","role":"admin","exp":99999999999,"iat":1}"#
            return Base64URL.encode(#"{"alg":"none","typ":"JWT"}"#.utf8) + "." + Base64URL.encode(claims.utf8) + "."
        }

        @Test("signing in with a wrong password or an unknown address is the same 401") func signIn() async throws {
            let anybody = estate.fleet.anybody
            let known = "known-\(UUID().uuidString.lowercased())@example.org"
            let body: JSON = ["email": .string(known), "password": "correct horse battery"]
            #expect(try await anybody.post("/auth/signup", body).status == 201)
            #expect(try await anybody.post("/auth/signup", body).status == 409)
            #expect(try await anybody.post("/auth/signin", body).status == 200)
            let wrong = try await anybody.post(
                "/auth/signin", ["email": .string(known), "password": "wrong horse battery"])
            let unknown = try await anybody.post(
                "/auth/signin", ["email": "nobody@example.org", "password": "wrong horse battery"])
            #expect(wrong.status == 401)
            #expect(wrong["detail"] == unknown["detail"])
            #expect(unknown.status == 401)
            let bad = try await anybody.post("/auth/signup", ["email": "x", "password": "short", "role_arn": "y"])
            #expect(bad.status == 422)
            #expect(Set(bad.pointers) == ["/email", "/password", "/role_arn"])
        }

        // MARK: Where and how

        @Test("a value that no column can hold finds nothing, or is refused") func values() async throws {
            let scan = try await estate.finishedScan(["us-east-1"]).id
            let escaped = Data("a\n\u{0}".utf8).base64EncodedString().addingPercentEncoding(
                withAllowedCharacters: .alphanumerics)
            for query in [
                "state=%00", "state=%ff", "tags=%7B", "launch_time=never", "type=x", "cursor=\(escaped ?? "")",
            ] {
                let answer = try await school.get("/scans/\(scan)/resources?\(query)")
                #expect([200, 400].contains(answer.status), "\(query): \(answer)")
            }
            for query in ["status=x", "kind=%00", "queue=%ff", "status=queued&status=running"] {
                let answer = try await school.get("/jobs?\(query)")
                #expect([200, 400].contains(answer.status), "\(query): \(answer)")
            }
        }
    }
}
