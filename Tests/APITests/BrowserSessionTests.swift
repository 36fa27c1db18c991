import Accounts
import FleetTestSupport
import Foundation
import HTTPServer
import Testing

@testable import API

@Suite("Signing in of a browser")
struct BrowserSessionTests {
    private let there = "fleet.example.org"

    /// What a browser keeps of an answer: name and value.
    private func cookie(_ reply: Reply) throws -> (pair: String, attributes: String) {
        let field = try #require(reply.headers["Set-Cookie"])
        let parts = field.split(separator: ";", maxSplits: 1).map(String.init)
        return (parts[0], parts.count > 1 ? parts[1] : "")
    }

    private func signIn(_ api: InProcess, as role: Role = .admin, host: String) async throws -> String {
        let reply = try await api.send(
            .post, "/auth/session", ["token": .string(try api.token(role))], as: nil, headers: ["Host": host])
        #expect(reply.status == 200, "\(reply)")
        #expect(reply["expires_at"].string != nil && reply["token"] == .null)
        return try cookie(reply).pair
    }

    @Test("the cookie is one that no script and no other site has, and on the loopback one that plain HTTP keeps")
    func attributes() async throws {
        let api = try InProcess.alone()
        for (host, isPlain) in [
            (there, false), ("10.0.0.1:8080", false), ("localhost:8080", true), ("127.0.0.1", true),
            ("[::1]:80", true), ("localhost.example.org", false), ("evil-localhost", false), ("127.example.org", false),
        ] {
            let reply = try await api.send(
                .post, "/auth/session", ["token": .string(try api.token())], as: nil, headers: ["Host": host])
            let (pair, attributes) = try cookie(reply)
            #expect(pair.hasPrefix(isPlain ? "flotilla=" : "__Host-flotilla="), "\(host): \(pair)")
            #expect(attributes.contains("Secure") == !isPlain, "\(host)")
            for attribute in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="] {
                #expect(attributes.contains(attribute), "\(host): \(attributes)")
            }
            #expect(!attributes.contains("Domain"))
        }
    }

    @Test("an e-mail address and a password sign in, a wrong one does not, and signing out ends the token")
    func password() async throws {
        try await InProcess.with { api in
            let email = "ada-\(UUID().uuidString.lowercased())@example.org"
            let sent: JSON = ["email": .string(email), "password": "a long enough password"]
            let signUp = try await api.send(
                .post, "/auth/signup",
                ["email": .string(email), "password": "a long enough password", "company_name": "Example"], as: nil)
            #expect(signUp.status == 201, "\(signUp)")
            let wrong: JSON = ["email": .string(email), "password": "another long password"]
            let refused = try await api.send(.post, "/auth/session", wrong, as: nil)
            #expect(refused.status == 401 && refused.headers["Set-Cookie"] == nil, "\(refused)")

            let reply = try await api.send(.post, "/auth/session", sent, as: nil, headers: ["Host": there])
            let pair = try cookie(reply).pair
            let fields: HTTPHeaders = ["Host": there, "Cookie": "theme=dark; \(pair)", "Sec-Fetch-Site": "same-origin"]
            let me = try await api.send(.get, "/me", as: nil, headers: fields)
            #expect(me["user"]["email"].string == email && me["role"] == "school", "\(me)")
            let out = try await api.send(.delete, "/auth/session", as: nil, headers: fields)
            #expect(out.status == 204)
            #expect(try cookie(out) == ("__Host-flotilla=", " Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure"))
            #expect(try await api.send(.get, "/me", as: nil, headers: fields).status == 401)
        }
    }

    @Test("a request with Authorization never reads the cookie, and one from elsewhere reads no plain name")
    func authorization() async throws {
        let api = try InProcess.alone()
        let pair = try await signIn(api, host: there)
        let token = String(pair.split(separator: "=", maxSplits: 1)[1])
        for header in ["Bearer nonsense", "Basic YTpi", ""] {
            let fields: HTTPHeaders = ["Host": there, "Cookie": pair, "Authorization": header]
            #expect(try await api.send(.get, "/jobs?limit=0", as: nil, headers: fields).status == 401, "\(header)")
        }
        let planted: HTTPHeaders = ["Host": there, "Cookie": "flotilla=\(token)"]
        #expect(try await api.send(.get, "/jobs?limit=0", as: nil, headers: planted).status == 401)
        let own: HTTPHeaders = ["Host": there, "Cookie": pair]
        #expect(try await api.send(.get, "/jobs?limit=0", as: nil, headers: own).status == 400)
    }

    @Test("a change by cookie comes from a page of ours, or is 403 with the header that should be otherwise")
    func pages() async throws {
        let api = try InProcess.alone(["FLOTILLA_PUBLIC_URL": "https://public.example.org/ops"])
        let pair = try await signIn(api, host: there)
        func change(_ fields: [(String, String)]) async throws -> Reply {
            var headers: HTTPHeaders = ["Host": there, "Cookie": pair]
            for (name, value) in fields { headers[name] = value }
            // Nothing that exists: who may come so far is answered 422.
            return try await api.send(.post, "/jobs", [:], as: nil, headers: headers)
        }
        for fields in [
            [("Sec-Fetch-Site", "same-origin")], [("Sec-Fetch-Site", "none")], [("Origin", "https://\(there)")],
            [("Origin", "http://\(there)")], [("Origin", "https://public.example.org")],
            [("Host", "\(there):443"), ("Origin", "https://\(there)")],
            [("Sec-Fetch-Site", "same-origin"), ("Origin", "null")],
        ] {
            #expect(try await change(fields).status == 422, "\(fields)")
        }
        for (fields, named) in [
            ([("Sec-Fetch-Site", "cross-site")], "Sec-Fetch-Site"),
            ([("Sec-Fetch-Site", "same-site")], "Sec-Fetch-Site"),
            ([("Sec-Fetch-Site", "cross-site"), ("Origin", "https://\(there)")], "Sec-Fetch-Site"),
            ([("Origin", "https://evil.example.org")], "Host"), ([("Origin", "null")], "Origin"),
            ([("Origin", "https://\(there):8443")], "Host"),
            ([("Origin", "https://\(there).evil.org")], "FLOTILLA_PUBLIC_URL"),
            ([], "Sec-Fetch-Site"),
        ] as [([(String, String)], String)] {
            let reply = try await change(fields)
            #expect(reply.status == 403 && reply["detail"].string?.contains(named) == true, "\(fields): \(reply)")
        }
        // What changes nothing is not asked where it comes from.
        let reading = try await api.send(
            .get, "/jobs?limit=0", as: nil, headers: ["Host": there, "Cookie": pair, "Sec-Fetch-Site": "cross-site"])
        #expect(reading.status == 400)
    }

    @Test("a page of another site signs nobody in, and a page that cannot keep the cookie hears why") func foreign()
        async throws
    {
        let api = try InProcess.alone()
        let body: JSON = ["token": .string(try api.token())]
        for fields in [["Sec-Fetch-Site": "cross-site"], ["Origin": "https://evil.example.org"]] as [HTTPHeaders] {
            var headers = fields
            headers["Host"] = there
            let reply = try await api.send(.post, "/auth/session", body, as: nil, headers: headers)
            #expect(reply.status == 403 && reply.headers["Set-Cookie"] == nil, "\(reply)")
        }
        let plain = try await api.send(
            .post, "/auth/session", body, as: nil, headers: ["Host": there, "Origin": "http://\(there)"])
        #expect(plain.status == 403 && plain["title"].string?.contains("https") == true, "\(plain)")
        for token in ["nonsense", "a.b.c", "x; Domain=evil.example.org"] {
            let reply = try await api.send(.post, "/auth/session", ["token": .string(token)], as: nil)
            #expect(reply.status == 401 && reply.headers["Set-Cookie"] == nil, "\(reply)")
        }
    }

    @Test("GET /me names the routes that the role may use, and no others", arguments: Role.allCases)
    func may(role: Role) async throws {
        try await InProcess.with { api in
            let me = try await api.send(.get, "/me", as: role)
            #expect(me.status == 200 && me["role"].string == role.rawValue, "\(me)")
            #expect(me["tenant"].string == api.tenant.uuidString.lowercased())
            let expected = APIModules.router(api.context).declarations.filter {
                !["/me", "/openapi.json"].contains($0.pattern) && $0.roles?.contains(role) != false
            }.map { "\($0.method.rawValue) \($0.pattern)" }
            #expect(me["may"].array.compactMap(\.string) == expected.sorted())
        }
    }
}
