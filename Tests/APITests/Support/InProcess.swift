import Accounts
import Billing
import Cryptography
import Fleet
import Generations
import FleetTestSupport
import Foundation
import HTTPServer
import Notifications
import Operations
import PostgresTestSupport
import School
import Testing

@testable import API

/// The API in this process: its routes with everything around them, over a database of its own or over none. No Redis
/// answers, so jobs are accepted and not offered.
struct InProcess: Sendable {
    let context: APIContext
    let configuration: APIConfiguration
    let router: Router
    let databaseURL: String
    let tenant = UUID()

    private static let secret = "a secret of the tests, long enough for HS256"
    static let role = "arn:aws:iam::111122223333:role/scan"

    /// With every table, and an account.
    static func with(
        _ settings: [String: String] = [:], _ body: @Sendable (InProcess) async throws -> Void
    ) async throws {
        try await TestDatabases.shared.withDatabase(preparedBy: {
            _ = try await Migrations.apply(to: $0, includingBench: true)
        }) { url in
            let api = try InProcess(databaseURL: url, settings)
            let context = api.context
            defer { context.redis.close() }
            try await withDatabase(.init(url: url)) { owner in
                _ = try await owner.query(
                    """
                    insert into flotilla.accounts (id, company_name, external_id, role_arn)
                    values (\(api.tenant), 'Company', \(api.tenant.uuidString.lowercased()), \(Self.role))
                    """)
            }
            try await context.connections.database.closed {
                try await context.connections.domains.closed {
                    try await context.lists.database.closed { try await body(api) }
                }
            }
        }
    }

    /// Over nothing: what is answered before a database is asked.
    static func alone(_ settings: [String: String] = [:]) throws -> InProcess {
        try InProcess(databaseURL: "postgresql://none@127.0.0.1:1/none", settings)
    }

    private init(databaseURL: String, _ settings: [String: String]) throws {
        self.databaseURL = databaseURL
        let own = [
            "DATABASE_URL": databaseURL, "REDIS_URL": "redis://127.0.0.1:1", "JWT_SECRET": Self.secret, "PORT": "0",
            "FLOTILLA_BENCH": "1",
        ]
        let reader = ConfigurationReader(
            environment: own.merging(settings) { $1 }, arguments: [], directory: "/nonexistent",
            known: Domains.variables)
        let notifications: NotificationSettings
        let billing: BillingSettings
        let generations: GenerationSettings
        let school: SchoolSettings
        (configuration, notifications, billing, generations, school) = try ConfigurationReader.read(from: reader) {
            (
                APIConfiguration(&$0), NotificationSettings(&$0), BillingSettings(&$0), GenerationSettings(&$0),
                SchoolSettings(&$0)
            )
        }
        context = try APIContext(
            configuration, notifications, billing, generations, school,
            logger: Logger.standardError(label: "api", level: .error, format: .text))
        router = APIModules.router(context).router
    }

    func token(_ role: Role = .admin, tenant: UUID? = nil, subject: UUID = UUID()) throws -> String {
        try JWTSigner.secret(Array(Self.secret.utf8)).sign(
            JWTClaims(
                subject: subject.uuidString.lowercased(), tenant: (tenant ?? self.tenant).uuidString.lowercased(),
                role: role.rawValue, expiresAt: Date() + 600, issuedAt: Date()))
    }

    /// - Parameters:
    ///   - role: nil sends no token.
    ///   - user: who that is.
    func send(
        _ method: HTTPMethod, _ path: String, _ body: JSON? = nil, as role: Role? = .admin, user: UUID = UUID(),
        headers: HTTPHeaders = [:]
    ) async throws -> Reply {
        try await send(method, path, bytes: body?.bytes ?? [], as: role, user: user, headers: headers)
    }

    /// - Parameter body: sent as JSON, whatever it is.
    func send(
        _ method: HTTPMethod, _ path: String, bytes body: [UInt8], as role: Role? = .admin, user: UUID = UUID(),
        headers: HTTPHeaders = [:]
    ) async throws -> Reply {
        Reply(try await answer(method, path, bytes: body, as: role, user: user, headers: headers))
    }

    /// An answer that the description of the API does not speak of is an issue of the test.
    func answer(
        _ method: HTTPMethod, _ path: String, bytes body: [UInt8] = [], as role: Role?, user: UUID = UUID(),
        headers: HTTPHeaders = [:]
    ) async throws -> HTTPResponse {
        var fields = headers
        if let role { fields["Authorization"] = "Bearer \(try token(role, subject: user))" }
        if !body.isEmpty, fields["Content-Type"] == nil { fields["Content-Type"] = "application/json" }
        let parts = path.split(separator: "?", maxSplits: 1).map(String.init)
        let query = parts.dropFirst().joined().split(separator: "&").map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
            return QueryItem(name: sides[0], value: sides.dropFirst().joined())
        }
        let segments = parts[0].split(separator: "/").map(String.init)
        let response = await router.respond(to: request(method, segments, query, fields, body))
        let described = try await DescribedAPI.of(router, with: request(.get, ["openapi.json"]))
        for complaint in described.complaints(of: response, to: method, segments) { Issue.record("\(complaint)") }
        return response
    }

    private func request(
        _ method: HTTPMethod, _ segments: [String], _ query: [QueryItem] = [], _ headers: HTTPHeaders = [:],
        _ body: [UInt8] = []
    ) -> HTTPRequest {
        var random = SystemRandomNumberGenerator()
        return HTTPRequest(
            method: method, segments: segments, query: query, headers: headers, body: body, client: nil,
            requestID: UUID().uuidString, traceParent: TraceParent(using: &random))
    }
}

/// What the API answered.
struct Reply: CustomStringConvertible {
    let status: Int
    let headers: HTTPHeaders
    let json: JSON

    init(_ response: HTTPResponse) {
        status = response.status.rawValue
        headers = response.headers
        if case .bytes(let bytes) = response.body { json = (try? JSON(parsing: bytes)) ?? .null } else { json = .null }
    }

    subscript(name: String) -> JSON { json[name] }
    /// Of a body that did not validate.
    var pointers: [String] { json["errors"].array.compactMap { $0["pointer"].string } }
    var description: String { "\(status): \(json)" }
}
