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

        @Test(
            "a body that is no JSON is 400 and says where",
            arguments: [
                "{", "{\"provider\":\"aws\",}", "nonsense", "{\"a\":1}{}", "\u{FEFF}{}", "{\"a\":\u{7}}", "[1,]",
            ])
        func noJSON(body: String) async throws {
            for path in ["/scans", "/jobs", "/auth/signin"] {
                let answer = try await admin.send("POST", path, body: Array(body.utf8))
                #expect(answer.status == 400, "\(path): \(answer)")
                #expect(answer.isProblem)
                #expect(answer["status"] == 400)
            }
        }

        @Test("a body of another media type is 415, none at all 400") func mediaType() async throws {
            let scan = Array(#"{"provider":"aws","services":["ec2"],"regions":["eu-west-1"]}"#.utf8)
            for type in ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", "json"]
            {
                let answer = try await school.send("POST", "/scans", body: scan, headers: [("Content-Type", type)])
                #expect(answer.status == 415, "\(type): \(answer)")
            }
            #expect(try await school.send("POST", "/scans").status == 400)
        }

        @Test("every member that is wrong is named, all at once") func pointers() async throws {
            let cases: [(JSON, [String])] = [
                ([:], ["/provider", "/services"]),
                (["provider": "azure", "services": ["ec2"]], ["/provider"]),
                (["provider": "aws", "services": ["ec2", "s4"]], ["/services/1"]),
                (["provider": "aws", "services": []], ["/services"]),
                (["provider": "aws", "services": "ec2"], ["/services"]),
                (["provider": 7, "services": [nil]], ["/provider", "/services/0"]),
                (["provider": "aws", "services": ["ec2"], "regions": ["eu-west-1", "Mars"]], ["/regions/1"]),
                (["provider": "aws", "services": ["ec2"], "regions": ["cn-north-1"]], ["/regions/0"]),
                (["provider": "aws", "services": ["ec2"], "regions": ["eu-west-1", "us-gov-west-1"]], ["/regions/1"]),
                (["provider": "aws", "services": ["ec2"], "regions": []], ["/regions"]),
                (["provider": "aws", "services": ["ec2"], "regions": ["169.254.169.254/"]], ["/regions/0"]),
                (["provider": "aws", "services": ["ec2"], "region": ["eu-west-1"]], ["/region"]),
                (["provider": "aws", "services": ["ec2"], "account": "1"], ["/account"]),
            ]
            for (body, expected) in cases {
                let answer = try await school.post("/scans", body)
                #expect(answer.status == 422, "\(body): \(answer)")
                #expect(answer.isProblem)
                #expect(answer.pointers == expected, "\(body): \(answer)")
            }
            for body in [[], "text", 1, nil] as [JSON] {
                #expect(try await school.post("/scans", body).status == 422, "\(body)")
            }
        }

        @Test(
            "a role ARN of the wrong kind is 422 with its pointer",
            arguments: [
                "x", "arn:aws:iam::111122223333:user/scan", "arn:aws:iam::1:role/scan", "arn:aws:s3:::bucket",
                "arn:aws:sts::111122223333:assumed-role/scan/session", "arn:aws:iam::111122223333:role/", "",
                "arn:aws:iam::111122223333:role/sc an", "arn:nowhere:iam::111122223333:role/scan",
                "arn:aws:iam:eu-west-1:111122223333:role/scan", "arn:aws:iam::111122223333:role/scan\r\nX: y",
            ])
        func roleARN(text: String) async throws {
            let body: JSON = ["provider": "aws", "services": ["ec2"], "role_arn": .string(text)]
            let answer = try await school.post("/scans", body)
            #expect(answer.status == 422, "\(answer)")
            #expect(answer.pointers == ["/role_arn"])
        }

        @Test("a job's members are checked, and what PostgreSQL could not hold is refused") func jobs() async throws {
            let cases: [([String: JSON], [String])] = [
                (["kind": "nonsense"], ["/kind"]),
                (["kind": "bench.noop", "payload": []], ["/payload"]),
                (["kind": "bench.noop", "payload": ["a": ["b": "\u{0}"]]], ["/payload"]),
                (["kind": "bench.noop", "payload": ["\u{0}": 1]], ["/payload"]),
                (
                    ["kind": "bench.noop", "payload": ["a": .string(String(repeating: "x", count: 300 << 10))]],
                    ["/payload"]
                ),
                (["kind": "bench.noop", "priority": 10], ["/priority"]),
                (["kind": "bench.noop", "priority": 1.5], ["/priority"]),
                (["kind": "bench.noop", "run_at": "tomorrow"], ["/run_at"]),
                (["kind": "bench.noop", "timeout": 0], ["/timeout"]),
                (["kind": "bench.noop", "timeout": -1, "max_attempts": 0], ["/timeout", "/max_attempts"]),
                (["kind": "bench.noop", "unique_key": "\u{0}"], ["/unique_key"]),
                (["kind": "bench.noop", "unique_key": .string(String(repeating: "k", count: 201))], ["/unique_key"]),
                (["kind": "bench.noop", "tenant": "me"], ["/tenant"]),
                (["kind": "bench.noop", "paylod": [:]], ["/paylod"]),
            ]
            for (body, expected) in cases {
                let answer = try await admin.post("/jobs", .object(body))
                #expect(answer.status == 422, "\(expected): \(answer)")
                #expect(answer.pointers == expected, "\(answer)")
            }
        }

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

        @Test("a role that may not do this is 403") func forbidden() async throws {
            #expect(try await school.post("/jobs", ["kind": "bench.noop", "payload": [:]]).status == 403)
            let student = try await estate.fleet.user(role: "student")
            for answer in try await [
                student.get("/scans"), student.post("/scans", ["provider": "aws", "services": ["ec2"]]),
            ] {
                #expect(answer.status == 403)
                #expect(answer.isProblem)
            }
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

        @Test("another method is 405 with Allow, another path 404 as problem+json") func methodsAndPaths() async throws
        {
            for (method, path, allowed) in [
                ("PUT", "/scans", "POST"), ("DELETE", "/jobs", "GET"), ("POST", "/healthz", "GET"),
            ] {
                let answer = try await admin.send(method, path)
                #expect(answer.status == 405, "\(method) \(path): \(answer)")
                #expect(answer.headers["Allow"]?.contains(allowed) == true)
                #expect(answer.isProblem)
            }
            for path in ["/nothing", "/scans/1/2/3", "/api/v2/scans", "/api/v1", "/scan"] {
                let answer = try await admin.get(path)
                #expect(answer.status == 404, "\(path): \(answer)")
                #expect(answer.isProblem)
                #expect(answer.headers["X-Request-Id"]?.isEmpty == false)
            }
        }

        @Test(
            "a limit, cursor or parameter that is none is 400",
            arguments: [
                "limit=0", "limit=1001", "limit=x", "limit=-1", "limit=99999999999999999999", "cursor=x", "cursor=",
                "unknown=1", "cursor=%00", "limit=%ff",
            ])
        func parameters(query: String) async throws {
            let scan = try await estate.finishedScan(["us-east-1"]).id
            for path in ["/scans", "/jobs", "/scans/\(scan)/resources"] {
                let answer = try await school.get("\(path)?\(query)")
                #expect(answer.status == 400, "\(path): \(answer)")
                #expect(answer.isProblem)
            }
        }

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
